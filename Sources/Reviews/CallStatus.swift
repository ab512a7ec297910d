package import Calls
package import Deliveries

/// Where a call stands: the ask in numbers.
package struct CallStatus: Sendable, Equatable {
    /// What the organizer made of it.
    package enum Course: String, Sendable, CaseIterable {
        case running, paused, finished, cancelled
    }

    package let call: String
    package let title: String
    package let course: Course
    package let audience: Int
    package let goal: Int?
    /// How many persons did it.
    package let done: Int
    /// By the channel through which we learned it.
    package let doneVia: [String: Int]
    /// How many of them came by themselves, without having been asked.
    package let arrived: Int
    /// How many of those came through a link that somebody passed on.
    package let shared: Int
    /// Every channel of the call with every state; for each channel they add up to the audience.
    package let channels: [ChannelID: [DeliveryState: Int]]
    /// What keeps it from going on; `nil` when nothing does.
    package let waitingFor: String?
    /// How many answers came back on paper with which result, by the channel of the sheet and the code on it.
    package let resultsByChannel: [ChannelID: [String: Int]]

    /// The same over all channels.
    package var results: [String: Int] {
        resultsByChannel.values.reduce(into: [:]) { sum, counts in sum.merge(counts, uniquingKeysWith: +) }
    }

    /// How many people answered so where they were met.
    ///
    /// - Returns: `nil` when nobody did.
    package func results(of code: ResultCode, _ meeting: Meeting) -> Int? {
        let counts = resultsByChannel.filter { Meeting(on: $0.key) == meeting }.compactMap { $0.value[code.rawValue] }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    package init(
        call: String,
        title: String,
        course: Course,
        audience: Int,
        goal: Int?,
        done: Int,
        doneVia: [String: Int],
        arrived: Int = 0,
        shared: Int = 0,
        channels: [ChannelID: [DeliveryState: Int]],
        waitingFor: String?,
        results: [ChannelID: [String: Int]] = [:]
    ) {
        resultsByChannel = results
        self.call = call
        self.title = title
        self.course = course
        self.audience = audience
        self.goal = goal
        self.done = done
        self.doneVia = doneVia
        self.arrived = arrived
        self.shared = shared
        self.channels = channels
        self.waitingFor = waitingFor
    }

    /// How many deliveries are in a state, over all channels.
    package func count(_ state: DeliveryState) -> Int { channels.values.reduce(0) { $0 + ($1[state] ?? 0) } }

    /// Whether nothing is left to do: nothing queued, nothing in flight, nothing that waits for a person's decision.
    package static func isFinished(_ channels: [ChannelID: [DeliveryState: Int]]) -> Bool {
        channels.values.allSatisfy { states in
            [.queued, .sending, .held].allSatisfy { (states[$0] ?? 0) == 0 }
        }
    }
}
