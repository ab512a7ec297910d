import Curl
import Deliveries
import Foundation

/// The names of the gateways we can speak to.
enum GatewayName: String, CaseIterable, Sendable {
    case twilio, vonage, kannel, webhook

    /// Where the gateway is when nobody says otherwise; `nil` where it runs on somebody's own machine.
    var publicAddress: String? {
        switch self {
        case .twilio: "https://api.twilio.com"
        case .vonage: "https://rest.nexmo.com"
        case .kannel, .webhook: nil
        }
    }
}

/// What stands under `channels.sms`.
struct SMSSettings: Sendable {
    let name: GatewayName
    let gateway: any Gateway
    let account: HTTPCredentials
    /// What proves that a request comes from the gateway; Twilio's own token does so by itself.
    let inboundSecret: String?
    let address: HTTPAddress
    let connections: Int
    let rate: Rate?
    let maxParts: Int
    let addsOptOutLine: Bool
    /// What must never show in a reason, should a gateway repeat it.
    let secrets: [String]

    /// Reads the settings.
    ///
    /// - Throws: ``ChannelSettingsError`` naming every fault, never showing a value.
    init(_ settings: ChannelSettings) throws(ChannelSettingsError) {
        var reader = settings.reader()
        if settings.values["gateway", default: ""].isEmpty {
            reader.refuse("gateway", "is missing. Write 'gateway: twilio', vonage, kannel or webhook.")
        }
        let name = reader.choice("gateway", default: GatewayName.twilio)
        let address = reader.address(name)
        let account = reader.account(name)
        let sender = reader.sender(name)
        connections = reader.integer("connections", default: 10, in: 1...100)
        rate = reader.rate("rate")
        maxParts = reader.integer("max_parts", default: 3, in: 1...10)
        addsOptOutLine = reader.choice("opt_out_line", default: Switch.true) == .true
        inboundSecret = reader.inboundSecret()
        try reader.finish()
        // After `finish` there is an address: a missing or unreadable one is a fault.
        guard let address else { throw ChannelSettingsError(["channels.sms.url is missing."]) }
        self.address = address
        self.name = name
        self.account = account
        secrets = Self.disguises(of: account) + [inboundSecret].compactMap(\.self)
        gateway =
            switch name {
            case .twilio: Twilio(address: address, account: account, sender: sender)
            case .vonage: Vonage(address: address, account: account, sender: sender)
            case .kannel: Kannel(address: address, account: account, sender: sender)
            case .webhook: Webhook(address: address, account: account.username.isEmpty ? nil : account)
            }
    }

    /// The password as it stands in settings, in a form, and in a header.
    private static func disguises(of account: HTTPCredentials) -> [String] {
        guard !account.password.isEmpty else { return [] }
        let header = Data("\(account.username):\(account.password)".utf8).base64EncodedString()
        return [account.password, HTTPForm.escape(account.password), header]
    }

    private enum Switch: String, CaseIterable {
        case `true`, `false`
    }
}

extension SettingsReader {
    fileprivate mutating func address(_ gateway: GatewayName) -> HTTPAddress? {
        let written =
            gateway.publicAddress.map { text("url", default: $0) }
            ?? requiredText("url", example: gateway == .kannel ? "http://127.0.0.1:13013" : "https://…/messenger")
        guard !written.isEmpty else { return nil }
        do throws(HTTPAddressFault) {
            return try HTTPAddress(written)
        } catch {
            refuse("url", error.description)
            return nil
        }
    }

    /// Who we are at the gateway; Kannel's own names for the two are understood as well.
    fileprivate mutating func account(_ gateway: GatewayName) -> HTTPCredentials {
        var account = optionalText("account") ?? ""
        var token = optionalText("token") ?? ""
        if gateway == .kannel {
            account = optionalText("username") ?? account
            token = optionalText("password") ?? token
        }
        if account.contains(":") { refuse("account", "must not contain ':'.") }
        switch gateway {
        case .twilio, .vonage, .kannel:
            if account.isEmpty { refuse("account", "is missing. It is the gateway's name for your account.") }
            if token.isEmpty {
                refuse("token", "is missing. Write 'token: ${SMS_TOKEN}' and set it in the environment.")
            }
        case .webhook:
            if account.isEmpty != token.isEmpty {
                refuse("token", "and account belong together: write both or neither.")
            }
        }
        return HTTPCredentials(username: account, password: token)
    }

    fileprivate mutating func inboundSecret() -> String? {
        guard let secret = optionalText("inbound_secret") else { return nil }
        if secret.utf8.count < 16 { refuse("inbound_secret", "is too short to be a secret. Take 16 signs or more.") }
        return secret
    }

    fileprivate mutating func sender(_ gateway: GatewayName) -> String {
        switch gateway {
        case .twilio, .vonage:
            let sender = requiredText("from", example: "\"+13125550100\"")
            if !sender.isEmpty { check(sender, gateway) }
            return sender
        case .kannel, .webhook:
            let sender = optionalText("from") ?? ""
            if !sender.isEmpty { check(sender, gateway) }
            return sender
        }
    }

    private mutating func check(_ sender: String, _ gateway: GatewayName) {
        if gateway == .twilio, Twilio.isMessagingService(sender) { return }
        if !SenderName.isValid(sender) {
            refuse(
                "from",
                "must be a number like '+13125550100', a short code, or a name of at most 11 letters and digits."
            )
        }
    }
}
