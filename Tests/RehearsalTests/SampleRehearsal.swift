import Calls
import Deliveries
import Foundation
import Rehearsal

/// A folder below the system's place for temporary files, gone when the test is.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)").path()

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func names(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }

    func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
}

/// Fictional messages.
enum Sample {
    static func summary(title: String = "Fill the room", warnings: [String] = []) -> RehearsalSummary {
        RehearsalSummary(
            title: title,
            organization: "Riverside Tenants Union",
            goal: 120,
            audience: 240,
            channels: [
                RehearsalSummary.Channel(
                    id: ChannelID(rawValue: "email"),
                    send: 182,
                    skips: ["no-consent": 50, "no-address": 8]
                ),
                RehearsalSummary.Channel(
                    id: ChannelID(rawValue: "sms"),
                    send: 240,
                    skips: [:],
                    forecast: Forecast(figures: [("parts", .number(1_240)), ("encoding", .text("GSM-7"))])
                ),
            ],
            warnings: warnings
        )
    }

    static func mail(
        to recipient: String = "ada@example.org",
        subject: String = "Hearing",
        plain: String = "Come to the hearing.",
        html: String? = "<p>Come to the hearing.</p>"
    ) -> ReceivedMail {
        var lines = ["From: Union <union@example.org>", "To: \(recipient)", "Subject: \(subject)", "MIME-Version: 1.0"]
        if let html {
            lines += [
                "Content-Type: multipart/alternative; boundary=b", "", "--b", "Content-Type: text/plain; charset=utf-8",
                "", plain, "--b", "Content-Type: text/html; charset=utf-8", "", html, "--b--", "",
            ]
        } else {
            lines += ["Content-Type: text/plain; charset=utf-8", "", plain, ""]
        }
        return ReceivedMail(
            connection: 1,
            sender: "union@example.org",
            recipients: [recipient],
            bytes: Array(lines.joined(separator: "\r\n").utf8)
        )
    }

    static func text(to: String = "+12125550101", _ words: String = "Come to the hearing.") -> ReceivedText {
        ReceivedText(gateway: .twilio, to: to, from: "+13125550100", text: words)
    }
}
