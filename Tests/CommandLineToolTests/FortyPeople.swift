/// Forty tenants in every state of consent on every channel, with and without addresses, and three who are not meant.
///
/// What must become of each is told by rules of our own, so that the program is not asked to judge itself.
struct FortyPeople {
    struct Tenant {
        let number: Int
        /// The consent column of each channel, as it stands in the file.
        let consents: [String: String]
        let email: String
        let phone: String
        let street: String

        var id: String { "t\(number)" }

        var row: String {
            [
                id, "Name\(number)", email, phone, street, street.isEmpty ? "" : "Springfield", "IL", "62701", "tenant",
                consents["email"] ?? "", consents["sms"] ?? "", consents["canvass"] ?? "", "Web form", "2026-03-14",
            ].joined(separator: ",")
        }
    }

    static let channels = ["email", "sms", "canvass"]
    private static let words = ["granted", "pending", "withdrawn", ""]
    private static let others = ["yes", "unconfirmed", "unsubscribed", ""]

    static let tenants: [Tenant] = (0..<40).map { number in
        let vocabulary = number % 2 == 0 ? words : others
        // 64 combinations; these 40 have each state of each channel several times over.
        let consents = ["email": number % 4, "sms": number / 4 % 4, "canvass": (number / 16 + number) % 4]
        return Tenant(
            number: number,
            consents: consents.mapValues { vocabulary[$0] },
            email: email(number),
            phone: phone(number),
            street: number % 7 == 3 ? "" : "\(number % 30 + 1) Main St"
        )
    }

    /// Every fifth has no mailbox; 8 shares that of 4, in other letters.
    private static func email(_ number: Int) -> String {
        if number == 8 { return "T4@EXAMPLE.org" }
        return number % 5 == 1 ? "" : "t\(number)@example.org"
    }

    /// Every tenth has no phone; 2 has a fixed line; 17 shares that of 1.
    private static func phone(_ number: Int) -> String {
        switch number {
        case 2: "+442079460018"
        case 17: Crowd.phone(1)
        default: number % 10 == 9 ? "" : Crowd.phone(number)
        }
    }

    static let file =
        "id,given_name,email,phone,street,locality,region,postal_code,tags,email_consent,sms_consent,canvass_consent,"
        + "consent_source,consent_at\n" + tenants.map(\.row).joined(separator: "\n") + "\n"
            + """
            o1,Olga,o1@example.org,+12025550150,1 Oak St,Springfield,IL,62701,member,yes,yes,yes,Web form,2026-03-14
            o2,Omar,o2@example.org,+12025550151,2 Oak St,Springfield,IL,62701,tenant;board,yes,yes,yes,Web form,2026-03-14
            o3,Oda,o3@example.org,+12025550152,3 Oak St,Springfield,IL,62701,,yes,yes,yes,Web form,2026-03-14

            """

    /// Why a tenant is not asked on a channel; `nil` when they are.
    static func reason(_ tenant: Tenant, _ channel: String) -> String? {
        switch tenant.consents[channel] {
        case "granted", "yes": break
        case "pending", "unconfirmed": return "consent-pending"
        case "withdrawn", "unsubscribed": return "consent-withdrawn"
        default: return "no-consent"
        }
        let address = ["email": tenant.email, "sms": tenant.phone, "canvass": tenant.street][channel] ?? ""
        if address.isEmpty { return "no-address" }
        if channel == "sms", address.hasPrefix("+44") { return "bad-address" }
        if channel != "canvass", isTaken(address, before: tenant, on: channel) { return "duplicate-address" }
        return nil
    }

    /// Whether somebody before is asked at the same address.
    private static func isTaken(_ address: String, before tenant: Tenant, on channel: String) -> Bool {
        tenants[..<tenant.number].contains { other in
            let own = channel == "email" ? other.email : other.phone
            return own.lowercased() == address.lowercased() && reason(other, channel) == nil
        }
    }

    /// By channel: how many are asked, and how many are not for which reason.
    static func counts(_ channel: String) -> (send: Int, skip: [String: Int]) {
        let reasons = tenants.map { reason($0, channel) }
        var skip: [String: Int] = [:]
        for reason in reasons.compactMap({ $0 }) { skip[reason, default: 0] += 1 }
        return (reasons.count { $0 == nil }, skip)
    }

    static let call = TestCall(
        more: ["audience: { tags: [tenant], except: [board] }", "goal: 12"],
        body: """
            Dear {{first_name}}, come to the hearing on rents.

            # sms

            Rent hearing Tuesday 6:30pm, City Hall. Can you come?

            # canvass

            Ask them what they pay.

            """
    )
}
