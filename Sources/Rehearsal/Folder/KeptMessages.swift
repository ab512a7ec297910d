import MIME

/// A mail in the folder: what must be remembered to find it again.
struct KeptMail: Sendable {
    let number: Int
    let recipients: [String]

    private var stem: String { "mail/\(fourDigits(number))-\(FileNaming.label(recipients.first ?? ""))" }

    /// The message as it came.
    var file: String { stem + ".eml" }

    /// Its look.
    var page: String { stem + ".html" }
}

/// A text in the folder: what must be remembered to find it again.
struct KeptText: Sendable {
    let number: Int
    let to: String
    let from: String

    /// The words as they came.
    var file: String { "texts/\(fourDigits(number)).txt" }
}

/// Numbers in names of files sort as they count, up to 9,999.
private func fourDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

enum FileNaming {
    /// A name for a file that says roughly whose it is: `a-example.org` for `ada@example.org`.
    ///
    /// - Parameter address: Anything; what does not belong into a file's name is left out.
    /// - Returns: Letters, digits, dots and hyphens; 64 at most.
    static func label(_ address: String) -> String {
        let parts = address.split(separator: "@")
        let first = parts.first?.unicodeScalars.first.map(String.init) ?? ""
        let domain = parts.count > 1 ? parts[parts.count - 1] : ""
        let safe = "\(first)-\(domain)".utf8.filter { $0.isLetterOrDigit || $0 == 45 || $0 == 46 }.prefix(64)
        return String(decoding: safe, as: UTF8.self)
    }
}
