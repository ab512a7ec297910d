package import Calls
package import Deliveries
package import Drawing
import Foundation

/// What presses have in common: what a batch's file is called, which day it is there, and what can be wrong.
package enum SheetFile {
    /// The same for every attempt at a batch, so that nothing is printed twice under two names.
    package static func name(of envelope: Envelope) -> String {
        let slug = envelope.briefing.call.slug.lowercased().utf8.prefix(180).map { byte in
            let isPlain = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            return isPlain ? byte : UInt8(ascii: "-")
        }
        return "\(String(decoding: slug, as: UTF8.self))-\(envelope.batch).pdf"
    }

    /// The day there, `2026-12-01`.
    package static func day(_ moment: Timestamp, in zone: String) -> String {
        String(local(moment, in: zone).prefix(10))
    }

    /// The time there, `2026-12-01T14:03`.
    package static func local(_ moment: Timestamp, in zone: String) -> String {
        let date = Date(timeIntervalSince1970: Double(moment.rawValue) / 1_000)
        let offset = TimeZone(identifier: zone)?.secondsFromGMT(for: date) ?? 0
        return String((moment + .seconds(offset)).description.prefix(16))
    }

    /// Looks at the folder and the fonts.
    ///
    /// - Parameters:
    ///   - folder: Where the channel's PDFs go.
    ///   - channel: Whose setting `output` that is.
    ///   - typesetter: Makes one, or says why it cannot.
    /// - Returns: What was found.
    package static func examine(folder: String, of channel: ChannelID, _ typesetter: () throws -> Typesetter)
        -> [Finding]
    {
        var findings: [Finding] = []
        do {
            try ReplacementFile.examine(folder: folder)
            findings.append(.good("channels.\(channel).output: '\(folder)' can be written."))
        } catch {
            findings.append(
                .bad("channels.\(channel).output: '\(folder)' cannot be written: \(error). Name another folder.")
            )
        }
        do {
            let lacking = try FontSurvey.scriptsWithoutGlyphs(typesetter())
            findings.append(
                lacking.isEmpty
                    ? .good("fonts: every script of the survey can be printed.")
                    : .bad(
                        "fonts: \(lacking.joined(separator: ", ")) cannot be printed. Install fonts-noto-core, and "
                            + "fonts-noto-cjk for Chinese, Japanese and Korean."
                    )
            )
        } catch {
            findings.append(
                .bad("fonts: the text libraries do not work: \(error). Install libpango-1.0-0 and fontconfig.")
            )
        }
        return findings
    }
}
