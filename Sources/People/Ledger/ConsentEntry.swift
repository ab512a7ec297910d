package import Calls

/// A line of the consent ledger as a store keeps it: a change, whose it is, and who wrote it down.
///
/// Source, wording and evidence are free texts in which a person may stand by name. They enter the ledger's chain by a
/// salted digest only, so that they can be struck out when a person is forgotten and the chain still holds.
package struct ConsentEntry: Sendable, Equatable {
    /// The place in the ledger: 1, 2, 3, … without a gap.
    package let sequence: Int64
    /// The number by which the store knows the person; it is not given to anybody else afterwards.
    package let person: Int64
    /// What the person said.
    package let change: ConsentChange
    /// When the line was written.
    package let recordedAt: Timestamp
    /// Who wrote it: a command, a webhook, an account.
    package let recordedBy: String
    /// Random bytes that keep short texts from being guessed by their digest; empty once the texts are struck out.
    package let salt: [UInt8]
    /// The digest of salt and texts.
    package let detailDigest: [UInt8]

    /// A line as a store gives it back.
    package init(
        sequence: Int64,
        person: Int64,
        change: ConsentChange,
        recordedAt: Timestamp,
        recordedBy: String,
        salt: [UInt8],
        detailDigest: [UInt8]
    ) {
        self.sequence = sequence
        self.person = person
        self.change = change
        self.recordedAt = recordedAt
        self.recordedBy = recordedBy
        self.salt = salt
        self.detailDigest = detailDigest
    }

    /// A new line.
    ///
    /// - Parameters:
    ///   - sequence: The place in the ledger, one behind the last line's.
    ///   - person: The number by which the store knows the person.
    ///   - change: What the person said.
    ///   - recordedAt: When the line is written.
    ///   - recordedBy: Who writes it.
    ///   - salt: 16 random bytes.
    ///   - digest: The digest of the ledger, such as SHA-256.
    package init(
        sequence: Int64,
        person: Int64,
        change: ConsentChange,
        recordedAt: Timestamp,
        recordedBy: String,
        salt: [UInt8],
        digest: ([UInt8]) -> [UInt8]
    ) {
        self.init(
            sequence: sequence,
            person: person,
            change: change,
            recordedAt: recordedAt,
            recordedBy: recordedBy,
            salt: salt,
            detailDigest: digest(Self.detailBytes(of: change, salt: salt))
        )
    }

    /// The line with its texts and salt struck out, for a person who is forgotten; the chain holds on.
    package var redacted: ConsentEntry {
        ConsentEntry(
            sequence: sequence,
            person: person,
            change: ConsentChange(channel: change.channel, state: change.state, at: change.at, source: ""),
            recordedAt: recordedAt,
            recordedBy: recordedBy,
            salt: [],
            detailDigest: detailDigest
        )
    }

    /// Whether the texts have been struck out.
    package var isRedacted: Bool {
        salt.isEmpty && change.source.isEmpty && change.wording.isEmpty && change.evidence.isEmpty
    }
}

extension ConsentEntry: Masked {
    /// The place and the channel, without the texts.
    package var description: String { "consent entry \(sequence): \(change.channel) \(change.state.rawValue)" }
}
