import Deliveries
import Foundation
import MIME

/// What a mail server says in plain words, without a report that a program could read; every third does so.
enum PlainReport {
    case failed(Bounce)
    case delayed
    case none

    /// So much of the text is looked at.
    private static let limit = 32_768

    init(_ mail: MIMEPart, _ signs: MailSigns) {
        let subject = signs.subject.lowercased()
        let isReport = signs.isFromDaemon || Self.failures.contains { subject.contains($0) }
        // A person may well write "undeliverable" in a subject; a machine that does so says by code what was wrong.
        let text = String((mail.leaves.lazy.compactMap(\.text).first ?? "").prefix(Self.limit))
        guard isReport, signs.isFromDaemon || signs.isAutomatic || Self.code(in: text) != nil else {
            self = .none
            return
        }
        let lowered = text.lowercased()
        if Self.delays.contains(where: { subject.contains($0) || lowered.contains($0) }) {
            self = .delayed
            return
        }
        let code = Self.code(in: text)
        let line = Self.line(telling: code, in: text)
        self = .failed(Bounce(BounceSeverity.permanence(status: code, words: line), words: line))
    }

    private static let failures = [
        "undeliver", "failure notice", "returned mail", "delivery failed", "delivery failure", "delivery status",
        "mail delivery", "not delivered", "could not be delivered", "returned to sender", "unzustellbar",
        "no entregado",
    ]
    private static let delays = [
        "delayed", "will be retried", "still being retried", "will keep trying", "will continue to try",
        "no action is required",
        "this is a warning message only",
    ]

    /// The first enhanced status code of a refusal (RFC 3463), which no further number follows, as in an IP address.
    private static func code(in text: String) -> String? {
        text.utf8.split { !isCodeSign($0) }.lazy.compactMap { word in
            // The full stop at the end of a sentence is none of the code's.
            let code = String(decoding: word, as: UTF8.self).split(separator: ".")
            let isCode =
                code.count == 3 && (code[0] == "4" || code[0] == "5") && code[1].count <= 3 && code[2].count <= 3
            return isCode ? code.joined(separator: ".") : nil
        }.first
    }

    private static func isCodeSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whether a line bears an SMTP code of a refusal.
    private static func hasReplyCode(_ line: String) -> Bool {
        line.utf8.split { !isCodeSign($0) }.contains { word in
            word.count == 3 && (word.first == UInt8(ascii: "4") || word.first == UInt8(ascii: "5"))
                && !word.contains(UInt8(ascii: "."))
        }
    }

    /// The line that tells what was wrong.
    private static func line(telling code: String?, in text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let telling = lines.first { line in
            if let code { return line.contains(code) }
            return hasReplyCode(line)
        }
        let unsaid = lines.first { BounceSeverity.permanence(status: nil, words: $0) == .hard }
        return telling ?? unsaid ?? "returned without a reason that could be read"
    }
}
