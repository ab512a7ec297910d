import Calls

/// A call's event as a calendar file (RFC 5545).
///
/// A moment is written in UTC, which every calendar shows in its owner's own zone; a whole day as that day, wherever one is.
struct CalendarFile {
    let call: Call
    let organization: Organization
    /// The page it came from.
    let link: String
    let now: Timestamp

    /// The file; `nil` when it is not known when the event is.
    var bytes: [UInt8]? {
        guard let moment = call.action.when else { return nil }
        var writer = CalendarWriter()
        writer.line("BEGIN:VCALENDAR")
        writer.line("VERSION:2.0")
        writer.line("PRODID:-//Clarion//Clarion//EN")
        writer.line("METHOD:PUBLISH")
        writer.line("BEGIN:VEVENT")
        writer.line("UID:\(call.slug)@\(host)")
        writer.line("DTSTAMP:\(Self.utc(now))")
        if let day = call.action.day {
            writer.line("DTSTART;VALUE=DATE:\(day.filter { $0 != "-" })")
        } else {
            writer.line("DTSTART:\(Self.utc(moment))")
        }
        writer.text("SUMMARY", call.action.ask)
        writer.text("DESCRIPTION", "\(call.title)\n\(organization.name)\n\(link)")
        if let place = call.action.place { writer.text("LOCATION", place) }
        writer.line("URL:\(call.action.url ?? link)")
        writer.line("END:VEVENT")
        writer.line("END:VCALENDAR")
        return writer.bytes
    }

    /// The host of the web side, which makes the event's name unique in the world.
    private var host: String {
        let rest = link.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
        return String(Substring(rest.prefix { !":/?#".utf8.contains($0) }))
    }

    /// `20261205T003000Z`.
    private static func utc(_ moment: Timestamp) -> String {
        let text = moment.description.prefix { $0 != "." }
        return text.filter { $0 != "-" && $0 != ":" } + "Z"
    }
}

/// Writes content lines: ended by CRLF and folded before the 76th octet, never inside a character (RFC 5545, 3.1).
struct CalendarWriter {
    private(set) var bytes: [UInt8] = []

    private static let width = 75

    /// Writes a line whose value needs no escaping.
    mutating func line(_ text: String) {
        var column = 0
        for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
            let encoded = Array(String(scalar).utf8)
            if column + encoded.count > Self.width {
                bytes += "\r\n ".utf8
                column = 1
            }
            bytes += encoded
            column += encoded.count
        }
        bytes += "\r\n".utf8
    }

    /// Writes a property whose value is text: backslash, semicolon, comma and line ends are escaped (3.3.11).
    mutating func text(_ name: String, _ value: String) {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped.unicodeScalars.append("\\")
                escaped.unicodeScalars.append(scalar)
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        line("\(name):\(escaped)")
    }
}
