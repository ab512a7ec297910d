/// Reads what people are asked to do.
struct ActionReader {
    let zone: OrganizationZone?
    let language: String

    private static let keys = ["kind", "ask", "when", "where", "url", "reply"]
    private static let example = "action: { ask: Come to the hearing }"
    /// What carriers and gateways answer by themselves, in the United States and Canada.
    private static let reserved: Set<String> = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "REMOVE", "ARRET", "HELP",
        "INFO",
        "START", "UNSTOP",
    ]

    /// Reads the action, and names every fault.
    ///
    /// - Returns: `nil` when there is no ask.
    func read(_ header: HeaderReader, faults: inout FaultList) -> Action? {
        guard let entry = header.map.entries.first(where: { $0.key == "action" }) else {
            faults.add(.missingKey("action", example: Self.example), line: 1)
            return nil
        }
        guard let reader = header.map("action", keys: Self.keys, faults: &faults) else { return nil }
        if !reader.map.entries.contains(where: { $0.key == "ask" }) {
            faults.add(.missingKey("action.ask", example: "ask: Come to the hearing"), line: entry.line)
        }
        let when = zone?.moment("when", of: reader, faults: &faults)?.value
        let kind = kind(reader, faults: &faults)
        let url = url(reader, faults: &faults)
        let reply = reply(reader, faults: &faults)
        let place = reader.text("where", faults: &faults)?.value
        guard let ask = reader.text("ask", faults: &faults) else { return nil }
        return Action(
            kind: kind,
            ask: ask.value,
            when: when?.moment,
            whenText: when.map { DateWords.long($0.local, language: language) },
            day: when.flatMap { $0.local.clock == nil ? "\($0.local.date)" : nil },
            place: place,
            url: url,
            reply: reply
        )
    }

    private func kind(_ reader: HeaderReader, faults: inout FaultList) -> Action.Kind {
        guard let written = reader.text("kind", faults: &faults) else { return .other }
        if let kind = Action.Kind(rawValue: written.value) { return kind }
        faults.add(.unknownKind(written.value), line: written.line)
        return .other
    }

    private func url(_ reader: HeaderReader, faults: inout FaultList) -> String? {
        guard let written = reader.text("url", faults: &faults) else { return nil }
        if WebAddress.isWellFormed(written.value) { return written.value }
        faults.add(.badAddress(written.value), line: written.line)
        return nil
    }

    private func reply(_ reader: HeaderReader, faults: inout FaultList) -> String? {
        guard let written = reader.text("reply", faults: &faults) else { return nil }
        let word = written.value.uppercased()
        guard word.utf8.count <= 20, word.utf8.allSatisfy({ isASCIILetter($0) || isASCIIDigit($0) }) else {
            faults.add(.badReply(written.value), line: written.line)
            return nil
        }
        if Self.reserved.contains(word) { faults.add(.reservedReply(word), line: written.line) }
        return word
    }
}
