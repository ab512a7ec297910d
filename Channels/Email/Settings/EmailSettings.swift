import Calls
import Curl
import Deliveries
import Foundation

/// What the channel is told under `channels.email`.
struct EmailSettings: Sendable {
    /// When the connection is encrypted.
    enum Encryption: String, CaseIterable, Sendable {
        case required, opportunistic, off
    }

    let endpoint: SMTPEndpoint
    let identity: SenderIdentity
    let signing: MailSigning
    /// Who tells by webhook what became of mails; `nil` where they come back as mails.
    let provider: Provider?
    let returns: ReturnsSettings
    let connections: Int
    let rate: Rate?

    /// Reads the settings.
    ///
    /// - Parameter settings: What stands under the channel's name.
    /// - Throws: ``ChannelSettingsError`` with every fault, in sentences.
    init(_ settings: ChannelSettings) throws(ChannelSettingsError) {
        var reader = settings.reader()
        let address = Self.address(&reader)
        let username = reader.optionalText("username")
        let password = reader.optionalText("password")
        let isPlainLoopback = address.isLoopback && !address.isImplicitTLS
        let encryption = reader.choice("tls", default: isPlainLoopback ? Encryption.off : Encryption.required)
        Self.check(encryption, address, username: username, password: password, &reader)
        var identity = Self.identity(&reader, settings)
        signing = MailSigning.read(&reader, sender: identity.domain)
        provider = Provider.read(&reader)
        identity.tokenField = provider?.tokenField
        self.identity = identity
        connections = reader.integer("connections", default: 10, in: 1...200)
        rate = reader.rate("rate")
        let limit = reader.integer("timeout", default: 30, in: 1...300)
        let certificates = Self.certificates(&reader)
        returns = ReturnsSettings.read(&reader, certificates: certificates)
        endpoint = SMTPEndpoint(
            host: address.host,
            port: address.port ?? (address.isImplicitTLS ? 465 : username == nil ? 25 : 587),
            encryption: Self.encryption(encryption, address),
            credentials: username.map { SMTPEndpoint.Credentials(username: $0, password: password ?? "") },
            certificates: certificates,
            hello: Self.hello(&reader),
            openingLimit: limit * 1_000
        )
        try reader.finish()
    }

    private static func address(_ reader: inout SettingsReader) -> ServerAddress {
        let text = reader.requiredText("server", example: "smtp://mail.example.org:587")
        do throws(ServerAddress.Fault) {
            return try ServerAddress(text)
        } catch {
            if !text.isEmpty { reader.refuse("server", error.sentence) }
            return .unread
        }
    }

    private static func check(
        _ encryption: Encryption,
        _ address: ServerAddress,
        username: String?,
        password: String?,
        _ reader: inout SettingsReader
    ) {
        if (username == nil) != (password == nil) {
            reader.refuse(username == nil ? "username" : "password", "is missing: a log-in needs both.")
        }
        if address.isImplicitTLS, encryption != .required {
            reader.refuse("tls", "contradicts 'smtps://', which is always encrypted. Leave it out.")
        }
        if username != nil, encryption != .required, !address.isLoopback {
            reader.refuse("tls", "must be 'required' where a password is sent, or anybody on the way could read it.")
        }
    }

    private static func encryption(_ choice: Encryption, _ address: ServerAddress) -> SMTPEndpoint.Encryption {
        if address.isImplicitTLS { return .implicit }
        return switch choice {
        case .required: .startTLS
        case .opportunistic: .startTLSIfOffered
        case .off: .off
        }
    }

    private static func identity(_ reader: inout SettingsReader, _ settings: ChannelSettings) -> SenderIdentity {
        let example = "\(settings.organization.name) <organize@example.org>"
        let text = reader.requiredText("from", example: example)
        let unread = HeaderMailbox(name: HeaderText(""), address: .unread)
        let from = text.isEmpty ? unread : mailbox("from", text, &reader) ?? unread
        let replyTo = reader.optionalText("reply_to").flatMap { mailbox("reply_to", $0, &reader) }
        let stop = reader.optionalText("unsubscribe").flatMap { mailbox("unsubscribe", $0, &reader) }
        let returnPath = reader.optionalText("return_path").flatMap { text -> ReturnPath? in
            if let path = ReturnPath(text) { return path }
            reader.refuse(
                "return_path",
                "must be an address with {token} in it, once, before the '@': bounces+{token}@riverside.example."
            )
            return nil
        }
        let name = from.name.isEmpty ? HeaderText(settings.organization.name) : from.name
        return SenderIdentity(
            from: HeaderMailbox(name: name, address: from.address),
            replyTo: replyTo,
            wayOut: WayOut(mailbox: stop?.address ?? replyTo?.address ?? from.address),
            returnPath: returnPath
        )
    }

    private static func mailbox(_ key: String, _ text: String, _ reader: inout SettingsReader) -> HeaderMailbox? {
        do throws(MailboxText.Fault) {
            return try MailboxText.read(text)
        } catch {
            reader.refuse(key, error.sentence)
            return nil
        }
    }

    private static func certificates(_ reader: inout SettingsReader) -> String? {
        guard let path = reader.optionalText("ca_file") else { return nil }
        if !FileManager.default.isReadableFile(atPath: path) {
            reader.refuse("ca_file", "names a file that cannot be read. Name a file of PEM certificates.")
        }
        return path
    }

    private static func hello(_ reader: inout SettingsReader) -> String {
        let isGiven = reader.optionalText("hello")
        let name = isGiven ?? ProcessInfo.processInfo.hostName
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
        if isName, !name.isEmpty, name.utf8.count <= 255 { return name }
        if isGiven != nil { reader.refuse("hello", "must be a host name such as 'mail.example.org'.") }
        return "localhost"
    }
}

extension ServerAddress {
    /// Stands in for an address that could not be read, until the faults are reported.
    fileprivate static let unread = ServerAddress(host: "localhost", port: nil, isImplicitTLS: false)

    private init(host: String, port: Int?, isImplicitTLS: Bool) {
        self.host = host
        self.port = port
        self.isImplicitTLS = isImplicitTLS
    }
}

extension EnvelopeAddress {
    /// Stands in for an address that could not be read, until the faults are reported.
    fileprivate static let unread = EnvelopeAddress(bytes: Array("nobody@localhost".utf8), needsUTF8: false)

    private init(bytes: [UInt8], needsUTF8: Bool) {
        self.bytes = bytes
        self.needsUTF8 = needsUTF8
    }
}
