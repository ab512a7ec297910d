import Calls
import Deliveries
import Foundation
import People

/// A call's words for phones, compiled once and filled for each person.
struct TextWording: Sendable {
    private let template: Template
    private let optOutLine: String?
    private let briefing: Briefing

    /// Compiles a call's words.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - addsOptOutLine: Whether people who hear from us for the first time are told how to stop.
    /// - Throws: ``WordsError`` when there are none or their fields cannot be read.
    init(_ briefing: Briefing, addsOptOutLine: Bool) throws(WordsError) {
        guard let words = briefing.call.words(for: SMSDriver.id) else {
            throw WordsError([.init(problem: "there are no words for sms. Write some under a heading '# sms'.")])
        }
        do throws(TemplateError) {
            template = try words.plain()
        } catch {
            throw WordsError([.init(line: words.firstLine + error.line - 1, problem: error.problem)])
        }
        let isDue = addsOptOutLine && !OptOutLine.isIn(words)
        optOutLine = isDue ? OptOutLine.text(language: briefing.call.language) : nil
        self.briefing = briefing
    }

    /// The fields that the words name.
    var fieldNames: [String] { template.fieldNames }

    /// The finished text for one person.
    ///
    /// - Parameters:
    ///   - person: Whom.
    ///   - isFirst: Whether nothing was ever sent to this person on this channel.
    /// - Returns: The counted text; its length is 0 when the words are empty for this person, whatever line is due.
    func text(for person: Person, isFirst: Bool) -> SMSText {
        var bytes: [UInt8] = []
        template.append(PhoneFields(fields: EnvelopeFields(person: person, briefing: briefing)), to: &bytes)
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7F {
            if bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
        }
        bytes.removeSubrange((bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0)...)
        bytes.removeFirst(bytes.firstIndex { $0 > 0x20 } ?? 0)
        guard !bytes.isEmpty else { return SMSText("") }
        if isFirst, let optOutLine { bytes += Array("\n\(optOutLine)".utf8) }
        let text = String(decoding: bytes, as: UTF8.self)
        // "e" with a separate accent looks like "é", but would turn the whole text into UCS-2.
        let hasMarks = text.unicodeScalars.contains { $0.value >= 0x300 }
        return SMSText(hasMarks ? text.precomposedStringWithCanonicalMapping : text)
    }
}
