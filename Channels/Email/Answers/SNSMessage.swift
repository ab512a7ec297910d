import Crypto
import CryptoExtras
import Foundation

/// A message of Amazon's Simple Notification Service, with what is needed to check its signature.
struct SNSMessage: Decodable {
    enum Kind: String, Decodable {
        case notification = "Notification"
        case subscription = "SubscriptionConfirmation"
        case unsubscription = "UnsubscribeConfirmation"
    }

    let kind: Kind
    let id: String
    let topic: String
    let subject: String?
    let text: String
    let timestamp: String
    let version: String
    let signature: String
    let certificateAddress: String
    let subscribeAddress: String?
    let token: String?

    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case id = "MessageId"
        case topic = "TopicArn"
        case subject = "Subject"
        case text = "Message"
        case timestamp = "Timestamp"
        case version = "SignatureVersion"
        case signature = "Signature"
        case certificateAddress = "SigningCertURL"
        case subscribeAddress = "SubscribeURL"
        case token = "Token"
    }

    /// Whether an address is Amazon's own: `https`, the default port, a host of SNS, and nothing by which a reader could be
    /// led elsewhere.
    static func isAmazons(_ address: String) -> Bool {
        guard let parts = URLComponents(string: address), parts.scheme == "https", parts.user == nil,
            parts.password == nil, parts.port == nil, let host = parts.host
        else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isChinas = labels.count == 5 && labels[4] == "cn"
        guard labels.count == 4 || isChinas, labels[0] == "sns", labels[2] == "amazonaws", labels[3] == "com" else {
            return false
        }
        return (3...30).contains(labels[1].count)
            && labels[1].utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    /// Whether the holder of a certificate signed it.
    ///
    /// - Parameter certificate: PEM, from ``certificateAddress``.
    /// - Returns: False for any other version, and where certificate or signature cannot be read.
    func isSigned(by certificate: [UInt8]) -> Bool {
        guard let bytes = Data(base64Encoded: signature), let key = CertificateKey.rsa(pem: certificate) else {
            return false
        }
        let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
        switch version {
        case "1":
            let digest = Insecure.SHA1.hash(data: signedBytes)
            return key.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5)
        case "2":
            let digest = SHA256.hash(data: signedBytes)
            return key.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5)
        default: return false
        }
    }

    /// Names and values on lines of their own, in the order that Amazon prescribes.
    var signedBytes: [UInt8] {
        let fields: [(String, String?)] =
            switch kind {
            case .notification:
                [
                    ("Message", text), ("MessageId", id), ("Subject", subject), ("Timestamp", timestamp),
                    ("TopicArn", topic), ("Type", kind.rawValue),
                ]
            case .subscription, .unsubscription:
                [
                    ("Message", text), ("MessageId", id), ("SubscribeURL", subscribeAddress), ("Timestamp", timestamp),
                    ("Token", token), ("TopicArn", topic), ("Type", kind.rawValue),
                ]
            }
        return Array(fields.compactMap { name, value in value.map { "\(name)\n\($0)\n" } }.joined().utf8)
    }
}
