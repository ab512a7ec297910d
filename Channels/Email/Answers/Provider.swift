import Crypto
import Deliveries
import Foundation

/// A service that carries our mail and tells by webhook what became of it, with what proves that a request is its own.
enum Provider: Sendable {
    /// The ARN of the SNS topic: Amazon signs everybody's messages with the same key, so the topic is what is ours.
    case ses(topic: String)
    /// The webhook signing key.
    case mailgun(key: String)
    case sendgrid(key: P256.Signing.PublicKey)
    /// `name:password` as it stands in the webhook's address; Postmark signs nothing.
    case postmark(credentials: String)

    private enum Name: String, CaseIterable { case ses, mailgun, sendgrid, postmark, none }

    /// The service's own name, for the ledger.
    var name: String {
        switch self {
        case .ses: "Amazon SES"
        case .mailgun: "Mailgun"
        case .sendgrid: "SendGrid"
        case .postmark: "Postmark"
        }
    }

    /// A field of a mail that the service repeats in its reports, where it need not repeat Message-ID or return path.
    var tokenField: TokenField? {
        switch self {
        case .postmark: TokenField(name: "X-PM-Metadata-clarion")
        // It takes the field out before it sends the mail on.
        case .ses: TokenField(name: "X-SES-MESSAGE-TAGS", lead: "\(SNSAnswers.tag)=")
        case .mailgun, .sendgrid: nil
        }
    }

    /// Reads `provider` and `provider_key`.
    static func read(_ reader: inout SettingsReader) -> Provider? {
        let name = reader.choice("provider", default: Name.none)
        let key = reader.optionalText("provider_key")
        guard name != .none else {
            if key != nil { reader.refuse("provider", "is missing: ses, mailgun, sendgrid or postmark.") }
            return nil
        }
        guard let key else {
            reader.refuse("provider_key", "is missing. It proves that reports come from your provider.")
            return nil
        }
        switch name {
        case .ses:
            if key.hasPrefix("arn:aws"), key.contains(":sns:") { return .ses(topic: key) }
            reader.refuse("provider_key", "must be the ARN of the SNS topic, 'arn:aws:sns:us-east-1:…'.")
        case .mailgun: return .mailgun(key: key)
        case .sendgrid:
            let bytes = Data(base64Encoded: key) ?? Data()
            if let key = try? P256.Signing.PublicKey(derRepresentation: bytes) { return .sendgrid(key: key) }
            reader.refuse("provider_key", "must be the verification key of SendGrid's signed event webhook.")
        case .postmark:
            if key.contains(":"), key.utf8.count >= 16 { return .postmark(credentials: key) }
            reader.refuse(
                "provider_key",
                "must be 'name:password' as in the webhook's address, 16 signs or more."
            )
        case .none: break
        }
        return nil
    }
}
