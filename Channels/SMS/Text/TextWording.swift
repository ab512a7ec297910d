import Calls
import Deliveries
import Foundation
import People

/// A call's words for phones, compiled once and filled for each person.
struct TextWording: Sendable {
    private let template: Template
    private let optOutLine: String?
    private let briefing: Briefing
    /// Whether a link to the call's page is put behind the words where there is room.
    private let mayAddLink: Bool
    /// A link is as long for every delivery, so any will do to count the parts of a text.
    static let sampleDelivery = DeliveryNumber(rawValue: 0)

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
        mayAddLink = briefing.links != nil && !template.fieldNames.contains(Briefing.linkField)
        self.briefing = briefing
    }

    /// The fields that the words name.
    var fieldNames: [String] { template.fieldNames }

    /// The finished text for one person.
    ///
    /// - Parameters:
    ///   - person: Whom.
    ///   - isFirst: Whether nothing was ever sent to this person on this channel.
    ///   - delivery: Which delivery it is, for the link.
    /// - Returns: The counted text; its length is 0 when the words are empty for this person, whatever line is due.
    func text(for person: Person, isFirst: Bool, delivery: DeliveryNumber = sampleDelivery) -> SMSText {
        var bytes: [UInt8] = []
        let fields = EnvelopeFields(person: person, briefing: briefing, delivery: delivery)
        template.append(PhoneFields(fields: fields), to: &bytes)
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7F {
            if bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
        }
        bytes.removeSubrange((bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0)...)
        bytes.removeFirst(bytes.firstIndex { $0 > 0x20 } ?? 0)
        guard !bytes.isEmpty else { return SMSText("") }
        let line = isFirst ? optOutLine.map { Array("\n\($0)".utf8) } ?? [] : []
        let plain = Self.counted(bytes + line)
        guard mayAddLink, let link = briefing.links?.ask(delivery) else { return plain }
        // A link is worth no part of its own: who wants it in any case writes {{link}}.
        let linked = Self.counted(bytes + Array("\n\(link)".utf8) + line)
        return linked.parts == plain.parts ? linked : plain
    }

    private static func counted(_ bytes: [UInt8]) -> SMSText {
        let text = String(decoding: bytes, as: UTF8.self)
        // "e" with a separate accent looks like "é", but would turn the whole text into UCS-2.
        let hasMarks = text.unicodeScalars.contains { $0.value >= 0x300 }
        return SMSText(hasMarks ? text.precomposedStringWithCanonicalMapping : text)
    }
}
