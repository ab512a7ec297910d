/// Comparison that takes the same time wherever two secrets differ.
package enum ConstantTime {
    /// Whether two byte strings are the same; their length is no secret.
    package static func areEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
