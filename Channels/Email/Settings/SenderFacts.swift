import Curl

/// What the world can see of the sender of our mails; nothing secret.
package struct SenderFacts: Sendable {
    /// A key that signs, by its public half.
    package struct Signer: Sendable {
        package let domain: String
        package let selector: String
        /// What must stand in the DNS.
        package let record: String
    }

    /// Of the address that people see.
    package let domain: String
    /// Of the address that mail comes back to.
    package let returnDomain: String
    /// The mail server that takes our mails.
    package let server: String
    /// The name by which we introduce ourselves.
    package let hello: String
    package let signers: [Signer]
}

extension EmailDriver {
    /// What the world can see of the sender of our mails.
    package var sender: SenderFacts {
        SenderFacts(
            domain: settings.identity.domain,
            returnDomain: settings.identity.returnPath?.domain ?? settings.identity.domain,
            server: settings.endpoint.host,
            hello: settings.endpoint.hello,
            signers: settings.signing.signers.map {
                SenderFacts.Signer(domain: $0.domain, selector: $0.selector, record: $0.key.record)
            }
        )
    }
}
