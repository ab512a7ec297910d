import Foundation

/// Made-up people, as many as wanted.
enum SamplePeople {
    /// The columns that an organization keeps of its members.
    private static let header =
        "id,given_name,family_name,email,phone,postal_code,tags,email_consent,consent_source,consent_at\n"
    private static let given = ["Ada", "Ben", "Cleo", "Dev", "Eva", "Finn", "Gia", "Hugo"]
    private static let family = ["Sample", "Example", "Tester", "Probe", "Model"]
    private static let areas = [212, 213, 312, 415, 512, 617, 702, 713, 718, 773]

    /// Writes a file of people: all with an email address, a telephone number and consent to email.
    static func write(_ count: Int, to path: String) throws {
        try write(path, header: header, count: count) { number in
            let phone = "+1\(areas[number % 10])\(200 + number / 10 / 10_000)\(padded(number / 10 % 10_000))"
            return "x\(number),\(given[number % 8]),\(family[number % 5]),person\(number)@example.org,\(phone),"
                + "62701,tenant;size\(number < 10_000 ? "-small" : "-rest"),granted,paper form,2026-01-15\n"
        }
    }

    /// Writes a file of people who may be texted.
    static func writeTexts(_ count: Int, to path: String) throws {
        let header = "id,given_name,family_name,phone,sms_consent,consent_source,consent_at\n"
        try write(path, header: header, count: count) { number in
            let phone = "+1\(areas[number % 10])\(200 + number / 10 / 10_000)\(padded(number / 10 % 10_000))"
            return "x\(number),\(given[number % 8]),\(family[number % 5]),\(phone),granted,paper form,2026-01-15\n"
        }
    }

    /// Writes a file of people behind doors of their own, 200 to a street.
    static func writeDoors(_ count: Int, to path: String) throws {
        let header = "id,given_name,family_name,street,locality,region,postal_code,canvass_consent,consent_source\n"
        try write(path, header: header, count: count) { number in
            "x\(number),\(given[number % 8]),\(family[number % 5]),\(number % 200 + 1) Elm\(number / 200) St,"
                + "Springfield,IL,62701,granted,paper form\n"
        }
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    private static func write(_ path: String, header: String, count: Int, row: (Int) -> String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: Data(header.utf8))
        guard let handle = FileHandle(forWritingAtPath: path) else { throw BenchError("\(path) cannot be written") }
        defer { try? handle.close() }
        _ = try handle.seekToEnd()
        var bytes: [UInt8] = []
        for number in 0..<count {
            bytes.append(contentsOf: row(number).utf8)
            guard bytes.count > 1 << 20 || number == count - 1 else { continue }
            try handle.write(contentsOf: bytes)
            bytes.removeAll(keepingCapacity: true)
        }
    }
}

/// A call of a usual length: a mail made of it is about 4 KB in two parts.
enum SampleCall {
    private static let paragraph = """
        Dear {{first_name}}, the hearing on rent stabilization is close, and the room must be full so that the council \
        sees who lives here. Bring a neighbor, bring your lease, bring the letter that told you about the increase.
        """

    static func text(slug: String, channel: String, tag: String?) -> String {
        let words = channel == "email" ? Array(repeating: paragraph, count: 3).joined(separator: "\n\n") : short
        return """
            ---
            title: Fill the room for rent stabilization
            call: \(slug)
            from: Riverside Tenants Union\(tag.map { "\naudience: { tags: [\($0)] }" } ?? "")
            channels: [\(channel)]
            action:
              kind: attend
              ask: Come to the hearing
              where: City Hall, room 2
              url: https://riverside.example/hearing
            goal: 120
            ---
            \(words)

            """
    }

    private static let short = "{{first_name}}, the rent hearing is Thursday at 6:30pm, City Hall room 2. Come?"
}
