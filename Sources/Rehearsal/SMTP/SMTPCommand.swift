/// One line of a client, understood.
enum SMTPCommand: Equatable {
    case hello(name: String, isExtended: Bool)
    case mail(sender: SMTPPath, size: Int, allowsUTF8: Bool)
    case recipient(SMTPPath)
    case data, reset, noop, quit, verify
    /// Not a command that can be carried out; this is the answer.
    case refused(SMTPReply)

    /// Reads a command line without its line break.
    init(_ line: [UInt8]) {
        let space = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let argument = line[space...].dropFirst()
        switch String(decoding: line[..<space], as: UTF8.self).uppercased() {
        case "EHLO": self = Self.hello(argument, isExtended: true)
        case "HELO": self = Self.hello(argument, isExtended: false)
        case "MAIL": self = Self.mail(argument)
        case "RCPT": self = Self.recipient(argument)
        case "DATA": self = argument.isEmpty ? .data : .refused(.noArgument)
        case "RSET": self = argument.isEmpty ? .reset : .refused(.noArgument)
        case "QUIT": self = argument.isEmpty ? .quit : .refused(.noArgument)
        case "NOOP": self = .noop
        case "VRFY": self = .verify
        case "AUTH", "STARTTLS", "EXPN", "HELP", "BDAT", "ETRN": self = .refused(.notOffered)
        default: self = .refused(.commandUnknown)
        }
    }

    private static func hello(_ argument: ArraySlice<UInt8>, isExtended: Bool) -> SMTPCommand {
        guard !argument.isEmpty, let name = String(validating: argument, as: UTF8.self) else {
            return .refused(.nameMissing)
        }
        return .hello(name: name, isExtended: isExtended)
    }

    private static func mail(_ argument: ArraySlice<UInt8>) -> SMTPCommand {
        guard let address = argument.dropping("FROM:"), let (sender, rest) = SMTPPath.read(address) else {
            return .refused(.senderBroken)
        }
        var size = 0
        var allowsUTF8 = false
        guard rest.isEmpty || rest.first == UInt8(ascii: " ") else { return .refused(.senderBroken) }
        for parameter in rest.split(separator: UInt8(ascii: " ")) {
            if let value = parameter.dropping("SIZE=") {
                guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else {
                    return .refused(.sizeBroken)
                }
                size = number
            } else if parameter.dropping("SMTPUTF8")?.isEmpty == true {
                allowsUTF8 = true
            } else if let body = parameter.dropping("BODY=") {
                guard body.dropping("7BIT")?.isEmpty == true || body.dropping("8BITMIME")?.isEmpty == true else {
                    return .refused(.parameterUnknown)
                }
            } else {
                return .refused(.parameterUnknown)
            }
        }
        guard allowsUTF8 || !sender.needsUTF8 else { return .refused(.needsUTF8) }
        return .mail(sender: sender, size: size, allowsUTF8: allowsUTF8)
    }

    private static func recipient(_ argument: ArraySlice<UInt8>) -> SMTPCommand {
        guard let address = argument.dropping("TO:"), let (path, rest) = SMTPPath.read(address), !path.address.isEmpty
        else { return .refused(.recipientBroken) }
        return rest.allSatisfy { $0 == UInt8(ascii: " ") } ? .recipient(path) : .refused(.parameterUnknown)
    }
}

extension ArraySlice<UInt8> {
    /// What follows a prefix that is matched without regard to case.
    ///
    /// - Parameter prefix: ASCII, capital letters.
    /// - Returns: `nil` when the bytes do not begin with it.
    func dropping(_ prefix: StaticString) -> ArraySlice<UInt8>? {
        let wanted = prefix.description.utf8
        guard count >= wanted.count else { return nil }
        let fits = zip(self, wanted).allSatisfy { byte, letter in
            byte == letter || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") && byte & ~0x20 == letter)
        }
        return fits ? dropFirst(wanted.count) : nil
    }
}
