extension Duration {
    /// Whole milliseconds for `poll`, rounded up so that a short wait is a wait.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let whole = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        // 24 days and more are as good as for ever.
        guard seconds < 2_000_000 else { return .max }
        return Int32(clamping: max(0, seconds * 1_000 + whole))
    }
}
