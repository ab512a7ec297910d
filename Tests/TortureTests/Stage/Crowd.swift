/// Made-up people who said yes to everything, named p1, p2 and so on.
enum Crowd {
    /// There are no more made-up numbers: 555-0100 to 555-0199 of ten areas.
    static let most = 1_000

    static func file(_ count: Int) -> String {
        let header = "id,given_name,email,phone,email_consent,sms_consent,consent_source,consent_at"
        let rows = (1...count).map { number in
            "p\(number),Name\(number),p\(number)@example.org,\(phone(number)),granted,granted,Web form,2026-03-14"
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    static func phone(_ number: Int) -> String {
        let line = number % 100
        return "+1\(areas[number / 100 % areas.count])55501\(line < 10 ? "0" : "")\(line)"
    }

    /// Whose number it is, however the gateway writes it.
    static func person(withPhone phone: String) -> String { owners[phone.filter(\.isNumber)] ?? "a stranger" }

    /// Whose mailbox it is.
    static func person(withMailbox mailbox: String) -> String { String(mailbox.prefix { $0 != "@" }) }

    private static let areas = [212, 213, 312, 415, 617, 202, 303, 404, 503, 702]
    private static let owners = Dictionary(
        uniqueKeysWithValues: (1...most).map { (phone($0).filter(\.isNumber), "p\($0)") }
    )
}
