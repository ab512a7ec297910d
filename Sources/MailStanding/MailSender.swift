/// Who sends mail, as far as receivers look at it.
package struct MailSender: Sendable {
    /// A key that signs.
    package struct Signer: Sendable {
        package let domain: String
        package let selector: String
        /// What must stand in the DNS: `v=DKIM1; k=rsa; p=…`.
        package let record: String

        package init(domain: String, selector: String, record: String) {
            self.domain = domain
            self.selector = selector
            self.record = record
        }
    }

    /// Of the address that people see.
    package let domain: String
    /// Of the address that mail comes back to.
    package let returnDomain: String
    package let signers: [Signer]

    package init(domain: String, returnDomain: String, signers: [Signer]) {
        self.domain = domain.lowercased()
        self.returnDomain = returnDomain.lowercased()
        self.signers = signers
    }
}
