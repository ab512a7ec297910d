public import Calls

/// How often a person wants to hear from us at most, by whatever channel.
///
/// The raw values stand in stores and in the file that people take along.
public enum Frequency: String, Sendable, CaseIterable {
    /// For every call.
    case every
    /// One call within seven days.
    case week
    /// One call within thirty days.
    case month

    /// How far apart two calls to the person must be; `nil` where it does not matter.
    public var period: Duration? {
        switch self {
        case .every: nil
        case .week: .seconds(7 * 86_400)
        case .month: .seconds(30 * 86_400)
        }
    }

    /// Whether a call may go to the person.
    ///
    /// One that comes too soon is left out and not put off: a week later most calls are past, and a row of calls that wait
    /// for each other would grow.
    ///
    /// - Parameters:
    ///   - moment: When it would go out.
    ///   - last: When another call last went to the person, by any channel; `nil` when none ever did.
    /// - Returns: True also for a call that goes out on several channels at once.
    public func allows(at moment: Timestamp, last: Timestamp?) -> Bool {
        guard let period, let last else { return true }
        return moment - last >= period
    }
}
