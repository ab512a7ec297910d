import Calls
import Deliveries

/// One of a mail's bodies, compiled once per call: what is the same for everyone stands there encoded.
struct BodyPart: Sendable {
    private enum Segment: Sendable {
        /// Quoted-printable that begins and ends at the first column.
        case encoded([UInt8])
        /// The organizer's words, filled and encoded for each person as one text: encoding their literals beforehand would save a
        /// microsecond and a half a mail, and cut the source of the mail into pieces at every field.
        case words(Template)
        /// The delivery's key, as it stands in a link.
        case key
        /// A link of the delivery's own.
        case link(@Sendable (DeliveryNumber) -> String)
    }

    private var segments: [Segment] = []

    /// Adds a text that is the same for everyone.
    mutating func add(_ text: String) {
        var encoded: [UInt8] = []
        var writer = QuotedPrintable()
        writer.append(Array(text.utf8), to: &encoded)
        writer.softBreak(&encoded)
        segments.append(.encoded(encoded))
    }

    /// The fields that the organizer's words name.
    var fieldNames: [String] {
        segments.flatMap { segment -> [String] in
            if case .words(let template) = segment { template.fieldNames } else { [] }
        }
    }

    mutating func add(_ words: Template) { segments.append(.words(words)) }

    mutating func addKey() { segments.append(.key) }

    /// Adds a link, as it stands in text and in an attribute alike: letters, digits and the signs of an address.
    mutating func addLink(_ link: @escaping @Sendable (DeliveryNumber) -> String) { segments.append(.link(link)) }

    /// Writes the body for one delivery.
    ///
    /// - Parameters:
    ///   - item: Whose.
    ///   - fields: Where the words find their values.
    ///   - scratch: Room for the filled words, reused from body to body.
    ///   - out: What is added to; ends with a line end.
    func write(for item: Item, fields: EnvelopeFields, scratch: inout [UInt8], to out: inout [UInt8]) {
        var writer = QuotedPrintable()
        for segment in segments {
            switch segment {
            case .encoded(let bytes): out += bytes
            case .words(let template):
                scratch.removeAll(keepingCapacity: true)
                template.append(fields, to: &scratch)
                writer.append(scratch, to: &out)
                writer.softBreak(&out)
            case .key:
                writer.append(Array(WayOut.percentEncoded(item.key.utf8).utf8), to: &out)
                writer.softBreak(&out)
            case .link(let link):
                writer.append(Array(link(item.delivery).utf8), to: &out)
                writer.softBreak(&out)
            }
        }
        writer.endLine(&out)
    }
}
