import People

/// A mailbox as people write it in settings: `Riverside Tenants Union <organize@riverside.example>`.
enum MailboxText {
    /// What is wrong and what to do, to be read behind the setting's name.
    struct Fault: Error, Equatable {
        let sentence: String
    }

    /// Reads an address with or without a name before it.
    ///
    /// - Parameter text: One mailbox: `a@b`, `Name <a@b>` or `"Name, with signs" <a@b>`.
    /// - Returns: The mailbox; its name is empty when there is none.
    /// - Throws: ``Fault`` when it is anything else.
    static func read(_ text: String) throws(Fault) -> HeaderMailbox {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Fault(sentence: "holds a line end or another control character. Write it on one line.")
        }
        guard text.utf8.contains(UInt8(ascii: "<")) || text.utf8.contains(UInt8(ascii: ">")) else {
            return HeaderMailbox(name: HeaderText(""), address: try address(text))
        }
        guard let open = text.lastIndex(of: "<"), text.hasSuffix(">"), !text[..<open].contains(">") else {
            throw Fault(sentence: "must be one mailbox: 'Name <name@example.org>'.")
        }
        let inner = text[text.index(after: open)...].dropLast()
        return HeaderMailbox(name: try name(text[..<open]), address: try address(String(inner)))
    }

    private static func address(_ text: String) throws(Fault) -> EnvelopeAddress {
        do throws(AddressFault) {
            guard let address = EnvelopeAddress(try EmailAddress(text)), !address.needsUTF8 else {
                throw AddressFault("has signs outside of ASCII before the '@', which many servers do not take")
            }
            return address
        } catch {
            throw Fault(sentence: "\(error.description). Write 'Name <name@example.org>'.")
        }
    }

    private static func name(_ text: Substring) throws(Fault) -> HeaderText {
        var name = String(text)
        while name.hasSuffix(" ") { name.removeLast() }
        while name.hasPrefix(" ") { name.removeFirst() }
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
            var plain = ""
            var isEscaped = false
            for character in name.dropFirst().dropLast() {
                guard isEscaped || character != "\"" else {
                    throw Fault(sentence: "has a quotation mark inside of the quoted name. Write it as \\\".")
                }
                if !isEscaped, character == "\\" {
                    isEscaped = true
                } else {
                    plain.append(character)
                    isEscaped = false
                }
            }
            return HeaderText(plain)
        }
        guard !name.contains(where: { "<>@;\"".contains($0) }) else {
            throw Fault(sentence: "has a name with signs that must be quoted: '\"Name\" <name@example.org>'.")
        }
        return HeaderText(name)
    }
}
