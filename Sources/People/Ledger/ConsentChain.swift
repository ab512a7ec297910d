/// Chains the lines of the consent ledger, each to the one before, so that none can be changed, left out or moved unseen.
///
/// Whoever can write the whole ledger can also chain it anew; the last line's hash, kept elsewhere, tells that too.
package struct ConsentChain {
    /// What stands before the first line.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// What is wrong with a ledger, and with which line.
    package enum Fault: Error, Equatable, Sendable {
        /// The lines from `first` to before `found` are not there.
        case missing(first: Int64, found: Int64)
        /// A line stands behind one that comes after it, or twice.
        case outOfOrder(sequence: Int64)
        /// The line, or the hash kept with it, is not what it was when it was written.
        case changed(sequence: Int64)
        /// The line's source, wording or evidence is not what it was when it was written.
        case textsChanged(sequence: Int64)
        /// The ledger ends before the line that is known to be its last.
        case cutOff(after: Int64)
    }

    private let digest: ([UInt8]) -> [UInt8]
    private var last = Self.origin
    private var next: Int64

    /// Begins a check.
    ///
    /// - Parameters:
    ///   - sequence: The first line to come.
    ///   - previous: The hash of the line before it.
    ///   - digest: The digest of the ledger, such as SHA-256.
    package init(from sequence: Int64 = 1, after previous: [UInt8] = origin, digest: @escaping ([UInt8]) -> [UInt8]) {
        next = sequence
        last = previous
        self.digest = digest
    }

    /// The hash of a line.
    ///
    /// - Parameters:
    ///   - previous: The hash of the line before it; ``origin`` for the first.
    ///   - entry: The line.
    ///   - digest: The digest of the ledger, such as SHA-256.
    /// - Returns: As many bytes as the digest has.
    package static func hash(previous: [UInt8], _ entry: ConsentEntry, digest: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var bytes = CanonicalBytes(form: "clarion.consent.chain.1")
        bytes.append(previous)
        bytes.append(entry.canonicalBytes)
        return digest(bytes.bytes)
    }

    /// Checks the next line.
    ///
    /// - Parameters:
    ///   - entry: The line.
    ///   - hash: The hash that was kept with it.
    /// - Throws: ``Fault``; the chain cannot be followed beyond it.
    package mutating func check(_ entry: ConsentEntry, hash: [UInt8]) throws(Fault) {
        guard entry.sequence >= next else { throw .outOfOrder(sequence: entry.sequence) }
        guard entry.sequence == next else { throw .missing(first: next, found: entry.sequence) }
        guard Self.hash(previous: last, entry, digest: digest) == hash else { throw .changed(sequence: next) }
        guard entry.isRedacted || digest(entry.detailBytes) == entry.detailDigest else {
            throw .textsChanged(sequence: next)
        }
        last = hash
        next += 1
    }

    /// Checks a whole ledger.
    ///
    /// - Parameters:
    ///   - lines: The lines with the hashes kept with them, in the order of the ledger.
    ///   - head: The last line's hash as it was kept elsewhere, where it was; `nil` cannot tell a ledger that was cut off.
    ///   - digest: The digest of the ledger, such as SHA-256.
    /// - Throws: ``Fault``, the first one.
    package static func verify(
        _ lines: some Sequence<(entry: ConsentEntry, hash: [UInt8])>,
        head: [UInt8]? = nil,
        digest: @escaping ([UInt8]) -> [UInt8]
    ) throws(Fault) {
        var chain = ConsentChain(digest: digest)
        for line in lines { try chain.check(line.entry, hash: line.hash) }
        try chain.finish(head: head)
    }

    /// Checks that the last line was the ledger's last.
    ///
    /// - Throws: ``Fault/cutOff(after:)``.
    package func finish(head: [UInt8]?) throws(Fault) {
        guard head == nil || head == last else { throw .cutOff(after: next - 1) }
    }
}

extension ConsentChain.Fault: CustomStringConvertible {
    /// Which line it is, and what happened to it.
    package var description: String {
        switch self {
        case .missing(let first, let found) where found == first + 1: "entry \(first) of the consent ledger is missing"
        case .missing(let first, let found): "entries \(first) to \(found - 1) of the consent ledger are missing"
        case .outOfOrder(let sequence): "entry \(sequence) of the consent ledger stands in the wrong place"
        case .changed(let sequence): "entry \(sequence) of the consent ledger was changed after it was written"
        case .textsChanged(let sequence):
            "source, wording or evidence of entry \(sequence) of the consent ledger were changed after they were written"
        case .cutOff(let sequence): "the consent ledger ends after entry \(sequence), which is not its last"
        }
    }
}
