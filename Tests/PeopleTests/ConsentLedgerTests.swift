import Calls
import People
import Testing

/// Four FNV-1a sums side by side: no cryptography, but 32 bytes that change with every byte.
@Sendable private func digest(_ bytes: [UInt8]) -> [UInt8] {
    (0..<4).flatMap { lane -> [UInt8] in
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325 &+ UInt64(lane)
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt64($0))) }
    }
}

private func entry(
    _ sequence: Int64,
    person: Int64 = 7,
    channel: String = "email",
    state: ConsentState = .granted,
    source: String = "sheet",
    wording: String = "Yes",
    evidence: String = "scan",
    by: String = "import"
) -> ConsentEntry {
    let change = ConsentChange(
        channel: ChannelID(rawValue: channel),
        state: state,
        at: Timestamp(rawValue: 1_000 * sequence),
        source: source,
        wording: wording,
        evidence: evidence
    )
    return ConsentEntry(
        sequence: sequence,
        person: person,
        change: change,
        recordedAt: Timestamp(rawValue: 2_000 * sequence),
        recordedBy: by,
        salt: [1, 2, 3, UInt8(truncatingIfNeeded: sequence)],
        digest: digest
    )
}

private func ledger(_ entries: [ConsentEntry]) -> [(entry: ConsentEntry, hash: [UInt8])] {
    var previous = ConsentChain.origin
    return entries.map { entry in
        previous = ConsentChain.hash(previous: previous, entry, digest: digest)
        return (entry, previous)
    }
}

struct ConsentLedgerTests {
    private let lines = ledger((1...6).map { entry($0) })

    @Test func aLedgerThatWasLeftAloneHolds() throws {
        try ConsentChain.verify(lines, head: lines.last?.hash, digest: digest)
        try ConsentChain.verify([], digest: digest)
    }

    @Test func aChangedLineIsNamed() {
        for index in lines.indices {
            var tampered = lines
            let sequence = Int64(index + 1)
            tampered[index].entry = entry(sequence, state: .withdrawn)
            #expect(throws: ConsentChain.Fault.changed(sequence: sequence)) {
                try ConsentChain.verify(tampered, digest: digest)
            }
        }
    }

    @Test func aLineThatWasChainedAnewBreaksTheNext() {
        var tampered = lines
        tampered[2].entry = entry(3, person: 8)
        tampered[2].hash = ConsentChain.hash(previous: lines[1].hash, tampered[2].entry, digest: digest)
        #expect(throws: ConsentChain.Fault.changed(sequence: 4)) { try ConsentChain.verify(tampered, digest: digest) }
    }

    @Test func changedTextsAreNamed() {
        var tampered = lines
        let other = entry(3, wording: "Yes, and by text")
        tampered[2].entry = ConsentEntry(
            sequence: 3,
            person: 7,
            change: other.change,
            recordedAt: other.recordedAt,
            recordedBy: other.recordedBy,
            salt: other.salt,
            detailDigest: lines[2].entry.detailDigest
        )
        #expect(throws: ConsentChain.Fault.textsChanged(sequence: 3)) {
            try ConsentChain.verify(tampered, digest: digest)
        }
    }

    @Test func missingMovedAndCutOffLinesAreNamed() {
        var missing = lines
        missing.removeSubrange(2...3)
        #expect(throws: ConsentChain.Fault.missing(first: 3, found: 5)) {
            try ConsentChain.verify(missing, digest: digest)
        }
        var moved = lines
        moved.swapAt(2, 3)
        #expect(throws: ConsentChain.Fault.missing(first: 3, found: 4)) {
            try ConsentChain.verify(moved, digest: digest)
        }
        let doubled = Array(lines[...2]) + Array(lines[2...])
        #expect(throws: ConsentChain.Fault.outOfOrder(sequence: 3)) { try ConsentChain.verify(doubled, digest: digest) }
        let cut = Array(lines.dropLast())
        #expect(throws: ConsentChain.Fault.cutOff(after: 5)) {
            try ConsentChain.verify(cut, head: lines.last?.hash, digest: digest)
        }
    }

    @Test func aForgottenPersonsTextsGoAndTheChainHolds() throws {
        var forgotten = lines
        for index in forgotten.indices where index % 2 == 0 { forgotten[index].entry = forgotten[index].entry.redacted }
        try ConsentChain.verify(forgotten, head: lines.last?.hash, digest: digest)
        #expect(forgotten[0].entry.change.source.isEmpty)
        #expect(forgotten[0].entry.salt.isEmpty)
        #expect(forgotten[0].entry.change.state == .granted)
    }

    @Test func noTwoLinesHaveTheSameBytes() {
        let pairs = [
            (entry(1, channel: "ab", by: "c"), entry(1, channel: "a", by: "bc")),
            (entry(1, source: "ab", wording: "c"), entry(1, source: "a", wording: "bc")),
            (entry(1, wording: "x", evidence: ""), entry(1, wording: "", evidence: "x")),
            (entry(1, person: 1), entry(1, person: 256)), (entry(1), entry(2)),
        ]
        for (one, two) in pairs {
            #expect(one.canonicalBytes != two.canonicalBytes)
            #expect(one.canonicalBytes == one.canonicalBytes)
        }
    }

    @Test func theSaltKeepsEqualTextsApart() {
        #expect(entry(1).detailDigest != entry(2).detailDigest)
    }

    @Test func theLaterLineIsInForce() {
        let email = ChannelID(rawValue: "email")
        let sms = ChannelID(rawValue: "sms")
        let entries = [
            entry(1), entry(2, channel: "sms", state: .pending), entry(3, state: .withdrawn), entry(4, channel: "sms"),
        ]
        for order in [entries, entries.reversed()] {
            let fold = ConsentFold(order)
            #expect(fold[email] == .withdrawn)
            #expect(fold[sms] == .granted)
            #expect(fold[ChannelID(rawValue: "canvass")] == nil)
        }
    }

    @Test(
        arguments: [
            (nil, .granted, true), (nil, .pending, true), (nil, .withdrawn, true), (.granted, .granted, false),
            (.granted, .pending, false), (.granted, .withdrawn, true), (.pending, .granted, true),
            (.pending, .pending, false), (.pending, .withdrawn, true), (.withdrawn, .granted, false),
            (.withdrawn, .pending, false), (.withdrawn, .withdrawn, false),
        ] as [(ConsentState?, ConsentState, Bool)]
    )
    func anImportBringsNewsButNeverOverrulesAPerson(current: ConsentState?, incoming: ConsentState, accepted: Bool) {
        #expect(ImportRule.accepts(current: current, incoming: incoming) == accepted)
    }
}
