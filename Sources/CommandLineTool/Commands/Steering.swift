import App
import ArgumentParser
import Deliveries

/// `clarion pause CALL`.
struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Send nothing more of a call until it is resumed.")

    @OptionGroup var place: Place
    @Argument(help: "The call.") var call: String

    func run() async throws { try await steer(call, .pause, place, "'\(call)' is paused.") }
}

/// `clarion resume CALL`.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Go on with a paused call.")

    @OptionGroup var place: Place
    @Argument(help: "The call.") var call: String

    func run() async throws { try await steer(call, .resume, place, "'\(call)' goes on.") }
}

/// `clarion cancel CALL`.
struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Withdraw all that is still queued of a call, for good.")

    @OptionGroup var place: Place
    @Argument(help: "The call.") var call: String

    func run() async throws { try await steer(call, .cancel, place, "'\(call)' is cancelled.") }
}

private func steer(_ call: String, _ turn: CourseChange, _ place: Place, _ done: String) async throws {
    try await reporting {
        do {
            guard try await place.store().steer(call, turn, now: .now) else {
                throw SubmitError.cancelled(call)
            }
        } catch let error as SubmitError {
            throw Failure(steering: error)
        }
        Console.print(done)
    }
}

/// `clarion retry CALL`.
struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put deliveries that failed back into the queue.",
        discussion: "With --state held, sends again what may have gone out already: ask yourself first."
    )

    enum Ended: String, ExpressibleByArgument, CaseIterable {
        case failed, held, bounced, cancelled
    }

    @OptionGroup var place: Place
    @Argument(help: "The call.") var call: String
    @Option(name: .long, help: "Which ones: \(Ended.allCases.map(\.rawValue).joined(separator: ", ")).")
    var state: Ended = .failed

    func run() async throws {
        try await reporting {
            guard let from = DeliveryState(rawValue: state.rawValue) else { return }
            do {
                let count = try await place.store().requeue(call, from: from, now: .now)
                Console.print("\(count) \(count == 1 ? "delivery" : "deliveries") of '\(call)' queued again.")
            } catch let error as SubmitError {
                throw Failure(steering: error)
            }
        }
    }
}

extension Failure {
    /// There is no such call, or it has been cancelled.
    fileprivate init(steering error: SubmitError) {
        let isAbsent = if case .noSuchCall = error { true } else { false }
        self.init(isAbsent ? .noInput : .wrongInput, "\(error)")
    }
}
