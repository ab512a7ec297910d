/// Made-up people, as many as are wanted.
enum Crowd {
    /// People who said yes to everything and can be reached everywhere, named p1, p2 and so on.
    ///
    /// - Parameters:
    ///   - count: At most 1,000: there are no more made-up numbers.
    ///   - consent: Channels to which everybody said yes.
    /// - Returns: A people file.
    static func willing(_ count: Int, consent: [String] = ["email", "sms", "canvass"]) -> String {
        let consents = ["email", "sms", "canvass"].map { consent.contains($0) ? "granted" : "" }
        let rows = (1...count).map { number in
            "p\(number),Name\(number),p\(number)@example.org,\(phone(number)),\(number) Main St,Springfield,IL,62701,"
                + consents.joined(separator: ",") + ",Web form,2026-03-14"
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    static let header =
        "id,given_name,email,phone,street,locality,region,postal_code,email_consent,sms_consent,canvass_consent,"
        + "consent_source,consent_at"

    /// A number that nobody has: 555-0100 to 555-0199 of ten areas.
    static func phone(_ number: Int) -> String {
        let areas = [212, 213, 312, 415, 617, 202, 303, 404, 503, 702]
        let line = number % 100
        return "+1\(areas[number / 100 % 10])55501\(line < 10 ? "0" : "")\(line)"
    }
}
