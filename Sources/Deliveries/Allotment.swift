package import Calls

/// What a worker asks for where a channel's connections are limited over all workers of a database.
package struct LaneRequest: Sendable {
    package let channel: ChannelID
    package let worker: WorkerNumber
    /// How many connections all workers together may have; 1 or more.
    package let limit: Int
    /// How many the worker may still have open whatever it is told now.
    package let using: Int

    package init(channel: ChannelID, worker: WorkerNumber, limit: Int, using: Int) {
        self.channel = channel
        self.worker = worker
        self.limit = limit
        self.using = using
    }
}

/// A worker's share of a channel's connections.
///
/// Everybody who lives and serves the channel gets the same share; who came first gets what cannot be divided. Nobody takes
/// what another one still counts as its own, so that the sum never exceeds the limit: a newcomer waits until the others have
/// closed what is too much.
package struct Allotment: Sendable, Equatable {
    /// How many connections the worker may have from now on.
    package let granted: Int
    /// How many count as its own: what is granted, or more as long as it has more open.
    package let counted: Int

    /// Divides.
    ///
    /// - Parameters:
    ///   - request: Who asks.
    ///   - counts: What counts as whose own at present, of every living worker that serves the channel.
    package init(_ request: LaneRequest, among counts: [WorkerNumber: Int]) {
        let others = counts.filter { $0.key != request.worker }
        let place = others.keys.count { $0.rawValue < request.worker.rawValue }
        let heads = others.count + 1
        let fair = request.limit / heads + (place < request.limit % heads ? 1 : 0)
        granted = min(fair, max(0, request.limit - others.values.reduce(0, +)))
        counted = max(granted, min(request.using, counts[request.worker] ?? 0))
    }
}
