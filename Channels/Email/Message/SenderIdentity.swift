import Calls

/// A field of a mail that holds the delivery's token.
struct TokenField: Sendable {
    let name: StaticString
    /// Stands before the token.
    var lead = ""
}

/// Who a mail comes from, and where its answers go.
struct SenderIdentity: Sendable {
    let from: HeaderMailbox
    let replyTo: HeaderMailbox?
    let wayOut: WayOut
    /// `nil` leaves what cannot be delivered to come back to ``from``.
    var returnPath: ReturnPath?
    /// A field in which the delivery's token goes out besides, for a service that reports it and neither of the two others.
    var tokenField: TokenField?

    /// The sender's domain, for identities that must be ours.
    var domain: String { String(decoding: from.address.domain, as: UTF8.self) }

    /// The mailbox of a call: its own name where it has one, always the installation's address.
    func from(of call: Call) -> HeaderMailbox {
        guard let name = call.from else { return from }
        return HeaderMailbox(name: HeaderText(name), address: from.address)
    }

    /// An identity of the organization's list after RFC 2919, the same for all its calls, so that filters keep working.
    ///
    /// - Parameter organization: Its name in ASCII letters and digits, others as hyphens: `riverside-tenants-union`.
    /// - Returns: That name and the sender's domain, without brackets.
    func listID(of organization: Organization) -> Token {
        var slug = ""
        for byte in organization.name.lowercased().utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: slug.unicodeScalars.append(Unicode.Scalar(byte))
            default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return Token("\(slug.isEmpty ? "calls" : String(slug.prefix(60))).\(domain)")
    }
}
