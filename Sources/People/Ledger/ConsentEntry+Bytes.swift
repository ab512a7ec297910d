import Calls

extension ConsentEntry {
    /// The bytes that the chain digests.
    ///
    /// Every part has its length in front or is eight bytes long, so that no two lines have the same bytes.
    package var canonicalBytes: [UInt8] {
        var bytes = CanonicalBytes(form: "clarion.consent.1")
        bytes.append(sequence)
        bytes.append(person)
        bytes.append(change.channel.rawValue)
        bytes.append(change.state.rawValue)
        bytes.append(change.at.rawValue)
        bytes.append(recordedAt.rawValue)
        bytes.append(recordedBy)
        bytes.append(detailDigest)
        return bytes.bytes
    }

    /// The bytes that ``detailDigest`` digests.
    package var detailBytes: [UInt8] { Self.detailBytes(of: change, salt: salt) }

    static func detailBytes(of change: ConsentChange, salt: [UInt8]) -> [UInt8] {
        var bytes = CanonicalBytes(form: "clarion.consent.detail.1")
        bytes.append(salt)
        bytes.append(change.source)
        bytes.append(change.wording)
        bytes.append(change.evidence)
        return bytes.bytes
    }
}

/// Bytes that can be taken apart in one way only.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    /// Begins with the name of the form, so that bytes of one form never pass for another's.
    init(form: String) { append(form) }

    /// Adds eight bytes, the most significant first.
    mutating func append(_ number: Int64) {
        let bits = UInt64(bitPattern: number)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
    }

    /// Adds the length and the UTF-8.
    mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds the length and the bytes.
    mutating func append(_ part: [UInt8]) {
        append(Int64(part.count))
        bytes.append(contentsOf: part)
    }
}
