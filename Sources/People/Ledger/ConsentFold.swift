package import Calls

/// Today's state of consent per channel: what the lines of one person's ledger come to, the later line before the earlier.
package struct ConsentFold: Sendable, Equatable {
    /// The line in force on each channel; a channel that is not there is silence, and silence is no.
    package private(set) var inForce: [ConsentLine] = []

    /// A channel's last line and its place in the ledger.
    package struct ConsentLine: Sendable, Equatable {
        package let sequence: Int64
        package let change: ConsentChange
    }

    package init() {}

    /// Folds one person's lines.
    package init(_ entries: some Sequence<ConsentEntry>) {
        for entry in entries { add(entry.change, sequence: entry.sequence) }
    }

    /// Adds a line; lines may come in any order, their place in the ledger decides.
    package mutating func add(_ change: ConsentChange, sequence: Int64) {
        let line = ConsentLine(sequence: sequence, change: change)
        guard let index = inForce.firstIndex(where: { $0.change.channel == change.channel }) else {
            inForce.append(line)
            return
        }
        if inForce[index].sequence < sequence { inForce[index] = line }
    }

    /// What the person last said on a channel; `nil` is silence.
    package subscript(channel: ChannelID) -> ConsentState? {
        inForce.first { $0.change.channel == channel }?.change.state
    }
}
