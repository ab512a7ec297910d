public import People

/// Adds up what a call would take on one channel.
///
/// The planner shows it every person who would be asked, in the order of the store (in walking order where the channel
/// groups), then asks for the sum. Memory must not grow with the number of persons, beyond some bytes a door.
public protocol Forecaster {
    /// The fields that the channel's words name, so that the plan can tell who would get a hole.
    var fieldNames: [String] { get }

    /// Takes one person who would be asked.
    ///
    /// - Parameters:
    ///   - person: Whom.
    ///   - isFirst: Whether nothing was ever sent to this person on this channel.
    mutating func add(_ person: Person, isFirst: Bool)

    /// The sum over everybody who was added.
    ///
    /// - Returns: Figures and words for the plan.
    func forecast() -> Forecast
}

/// What a call would take on one channel.
public struct Forecast: Sendable, Equatable {
    /// A figure of the plan.
    public enum Figure: Sendable, Equatable {
        case number(Int)
        case text(String)
    }

    /// Named figures in the order in which they are shown: `parts`, `encoding`, `doors`, `sheets`.
    public var figures: [(name: String, value: Figure)]
    /// Things to look at before submitting: which character forced UCS-2, for instance.
    ///
    /// No personal data.
    public var warnings: [String]
    /// Reasons why this call cannot be submitted as it is: a text over the maximum of parts, for instance.
    ///
    /// No personal data.
    public var faults: [String]

    /// Makes a forecast out of its parts.
    public init(figures: [(name: String, value: Figure)] = [], warnings: [String] = [], faults: [String] = []) {
        self.figures = figures
        self.warnings = warnings
        self.faults = faults
    }

    /// Two forecasts are equal when they say the same in the same order.
    public static func == (left: Forecast, right: Forecast) -> Bool {
        left.warnings == right.warnings && left.faults == right.faults
            && left.figures.elementsEqual(right.figures) { $0.name == $1.name && $0.value == $1.value }
    }
}

/// Why a call's words cannot be sent on a channel.
public struct WordsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A fault and the line of the message file where it stands; `nil` when it stands nowhere in particular.
    public struct Fault: Equatable, Sendable {
        /// The line of the message file; the first is 1.
        public let line: Int?
        /// What is wrong and what to do.
        public let problem: String

        /// Makes a fault out of its parts.
        public init(line: Int? = nil, problem: String) {
            self.line = line
            self.problem = problem
        }
    }

    /// Every fault; never empty.
    public let faults: [Fault]

    /// Gathers faults.
    public init(_ faults: [Fault]) { self.faults = faults }

    /// A line a fault.
    public var description: String {
        faults.map { fault in fault.line.map { "line \($0): \(fault.problem)" } ?? fault.problem }
            .joined(separator: "\n")
    }
}
