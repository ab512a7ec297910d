/// Settings as an organizer would write them.
struct TestSettings {
    /// The mail server's address; without one there is no mail.
    var mail: String?
    /// The gateway's address; without one there are no texts.
    var texts: String?
    var gateway = "twilio"
    /// Whether there are sheets.
    var sheets = false
    /// Whether there are cards for calls, and a number to call back.
    var phone = false
    /// The web side's address; without one messages carry no links.
    var publicURL: String?
    var connections = 4
    /// Of mails and of texts.
    var rate: String?
    /// For how long a worker may be silent.
    var lease = "120s"
    var retry = "first: 0s, longest: 0s, attempts: 3"

    var text: String {
        var lines = [
            "organization:",
            "  name: Riverside Tenants Union",
            "  postal_address: 12 Main St, Springfield, IL 62701",
            "  timezone: America/Chicago",
            "  region: US",
            "database: clarion.db",
            "secret: ${CLARION_SECRET}",
            "retry: { \(retry) }",
            "lease: \(lease)",
            "channels:",
        ]
        if let publicURL { lines.insert("public_url: \(publicURL)", at: 0) }
        if let mail {
            lines += [
                "  email:",
                "    server: \(mail)",
                "    from: Riverside Tenants Union <organize@riverside.example>",
                "    connections: \(connections)",
            ]
            if let rate { lines.append("    rate: \(rate)") }
        }
        if let texts {
            lines += [
                "  sms:",
                "    gateway: \(gateway)",
                "    url: \(texts)",
                "    account: AC-test",
                "    token: hush-hush-token",
                "    from: \"+13125550100\"",
                "    connections: \(connections)",
            ]
            if let rate { lines.append("    rate: \(rate)") }
        }
        if sheets { lines += ["  canvass:", "    output: sheets", "    paper: letter"] }
        if phone { lines += ["  phone:", "    output: cards", "    paper: letter", "    call_back: \"+12125550199\""] }
        if mail == nil, texts == nil, !sheets, !phone { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A message file.
struct TestCall {
    var slug = "rent-hearing"
    var action = "action: { kind: attend, ask: Come to the hearing }"
    var more: [String] = []
    var body =
        "Dear {{first_name}}, come to the hearing on rents.\n\n"
        + "# sms\n\nRent hearing Tuesday 6:30pm, City Hall. Can you come?\n"

    var text: String {
        (["---", "title: Fill the room", "call: \(slug)", action] + more
            + ["---", body]).joined(separator: "\n")
    }
}
