package import Deliveries

/// What receivers will find when mail of a sender comes from some addresses: a sentence for each thing they look at.
package struct Standing {
    private let sender: MailSender
    private let addresses: [NetworkAddress]
    private let lookup: any NameLookup

    /// - Parameters:
    ///   - sender: Whose mail.
    ///   - addresses: Where it leaves to the world.
    ///   - lookup: Answers what the DNS knows.
    package init(_ sender: MailSender, from addresses: [NetworkAddress], _ lookup: any NameLookup) {
        self.sender = sender
        self.addresses = addresses
        self.lookup = lookup
    }

    /// Who may send in the name of the domain that mail comes back to.
    package func spf() -> [Finding] {
        let domain = sender.returnDomain
        guard let example = addresses.first else { return [] }
        return addresses.map { address in
            var check = SPFCheck(lookup, address: address)
            let verdict = check.verdict(of: domain)
            let term = "ip\(address.bytes.count == 4 ? 4 : 6):\(address)"
            switch verdict {
            case .pass where openToAll(domain):
                return .bad(
                    "\(domain): its SPF record lets everybody send ('+all'). Write '-all' or '~all' at its end."
                )
            case .pass: return .good("\(domain) lets \(address) send, at the cost of \(check.questions) DNS questions")
            case .none:
                return .bad(
                    "\(domain) has no SPF record. Write into its DNS: \(domain). IN TXT \"v=spf1 \(term) -all\""
                )
            case .fail, .softfail, .neutral:
                let how = verdict == .neutral ? "says nothing of" : "does not let"
                return .bad(
                    "\(domain): its SPF record \(how) \(address)\(verdict == .neutral ? "" : " send"). Put '\(term)' into it, before 'all'."
                )
            case .broken(let why):
                return .bad(
                    "\(domain): its SPF record is of no use: \(why). Write one record, such as \"v=spf1 ip4:\(example) -all\"."
                )
            case .unknown: return .bad("\(domain): the DNS did not say what its SPF record is. Try again.")
            case .depends:
                return .good("\(domain): its SPF record uses macros, of which only a receiver can tell what they say")
            }
        }
    }

    private func openToAll(_ domain: String) -> Bool {
        lookup.texts(domain).values.contains { text in
            let terms = text.lowercased().split(separator: " ")
            return terms.first == "v=spf1" && (terms.contains("+all") || terms.contains("all"))
        }
    }

    /// Whether the published keys are those that sign.
    package func dkim() -> [Finding] {
        guard !sender.signers.isEmpty else {
            return [
                .bad(
                    "mails are not signed. 'clarion dkim create' writes a key and what to put into the DNS."
                )
            ]
        }
        return sender.signers.map { signer in
            let name = "\(signer.selector)._domainkey.\(signer.domain)"
            let advice = "Write into the DNS: \(name). IN TXT \"\(signer.record)\""
            switch lookup.texts(name) {
            case .failed: return .bad("\(name): the DNS did not answer. Try again.")
            case .nothing: return .bad("\(name) is not in the DNS, so the signature proves nothing. \(advice)")
            case .found(let texts):
                guard texts.count == 1 else { return .bad("\(name) has \(texts.count) records; leave one. \(advice)") }
                return DKIMRecord.finding(texts[0], of: signer, name: name, advice: advice)
            }
        }
    }

    /// What receivers are asked to do with mail that proves nothing, and whether ours proves something.
    package func dmarc() -> [Finding] {
        let policy = DMARCPolicy.find(for: sender.domain, lookup)
        switch policy {
        case .failure(let fault): return [.bad(fault.sentence)]
        case .success(let policy):
            var findings = [policy.finding]
            let isSPFAligned = policy.aligns(sender.returnDomain, with: sender.domain, isStrict: policy.isSPFStrict)
            let isDKIMAligned = sender.signers.contains {
                policy.aligns($0.domain, with: sender.domain, isStrict: policy.isDKIMStrict)
            }
            if isDKIMAligned {
                findings.append(.good("the signature is of the sender's domain, as DMARC wants it"))
            } else if isSPFAligned {
                findings.append(
                    sender.signers.isEmpty
                        ? .good(
                            "mail comes back to the sender's domain, as DMARC wants it; a signature would outlive forwarding"
                        )
                        : .bad("the signature is of another domain than '\(sender.domain)'. Set dkim_domain to it.")
                )
            } else {
                findings.append(
                    .bad(
                        "neither the signature nor the return path is of '\(sender.domain)', so DMARC fails. Sign with a key of that domain."
                    )
                )
            }
            return findings
        }
    }

    /// Whether the addresses have names that lead back to them.
    package func reverse() -> [Finding] {
        addresses.map { address in
            switch lookup.names(of: address) {
            case .failed: .bad("\(address): the DNS did not say what its name is. Try again.")
            case .nothing:
                .bad("\(address) has no name (PTR). Ask who gives you the address to name it as the server is called.")
            case .found(let names):
                if let name = names.first(where: { lookup.addresses($0).values.contains(address) }) {
                    .good("\(address) is \(shown(name)), and back")
                } else {
                    .bad(
                        "\(address) is called \(shown(names.first ?? "")), which does not lead back to it. Write into the DNS:"
                            + " \(shown(names.first ?? "")). IN \(address.bytes.count == 4 ? "A" : "AAAA") \(address)"
                    )
                }
            }
        }
    }

    /// Whether answers and returned mail find their way.
    package func comingBack() -> [Finding] {
        Set([sender.domain, sender.returnDomain]).sorted().map { domain in
            switch lookup.mailServers(domain) {
            case .failed: return .bad("\(domain): the DNS did not say where its mail goes. Try again.")
            case .found(let hosts) where hosts.contains { !$0.isEmpty && $0 != "." }:
                return .good("mail to \(domain) goes to \(shown(hosts.first ?? ""))")
            case .found, .nothing:
                return .bad(
                    "\(domain) takes no mail, so that nothing comes back. Write into its DNS where it goes (MX)."
                )
            }
        }
    }
}
