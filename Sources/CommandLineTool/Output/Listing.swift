import ArgumentParser
import People
import Reviews

/// How a list is written.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl, csv
}

struct FormatOption: ParsableArguments {
    @Option(name: .long, help: "How to write it: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: Format = .table
}

/// Writes rows as they come, in whichever format was asked for.
///
/// A table's columns have stated widths, so that a list of ten million rows needs no more memory than one of ten.
struct Listing {
    struct Column {
        let name: String
        /// In cells of a terminal; the last column of a table takes what it needs.
        let width: Int
    }

    let format: Format
    let columns: [Column]
    private var isFirst = true

    init(_ format: Format, columns: [Column]) {
        self.format = format
        self.columns = columns
    }

    /// Writes one row.
    ///
    /// - Parameters:
    ///   - cells: For people, in the order of the columns.
    ///   - json: For programs.
    mutating func row(_ cells: [String], json: @autoclosure () -> JSON) {
        switch format {
        case .table:
            if isFirst { Console.print(Console.bold(Self.line(columns.map(\.name), columns))) }
            Console.print(Self.line(cells.map(Self.printable), columns))
        case .csv:
            var bytes: [UInt8] = []
            if isFirst { CSVWriter().append(columns.map(\.name), to: &bytes) }
            // Strangers wrote some of it, and spreadsheets are where it is opened.
            CSVWriter().append(cells.map(SpreadsheetGuard.inert), to: &bytes)
            Console.write(bytes, to: 1)
        case .json: Console.write((isFirst ? "[" : ",\n") + json().line)
        case .jsonl: Console.print(json().line)
        }
        isFirst = false
    }

    /// Ends the list.
    ///
    /// - Parameter nothing: What a table says when it has no rows.
    mutating func end(nothing: String) {
        switch format {
        case .json: Console.print(isFirst ? "[]" : "]")
        case .table where isFirst: Console.say(nothing)
        case .table, .csv, .jsonl: break
        }
    }

    private static func line(_ cells: [String], _ columns: [Column]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            let text = isLast ? cell : TerminalWidth.fit(cell, columns[index].width)
            line += text + (isLast ? "" : "  ")
        }
        return line
    }

    /// Nothing that comes from a file may steer the terminal.
    static func printable(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
        )
    }
}

/// How wide text stands on a terminal.
enum TerminalWidth {
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// Two cells for East Asian wide characters and emoji, one for everything else.
    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The text in exactly so many cells: filled up, or cut with an ellipsis.
    static func fit(_ text: String, _ width: Int) -> String {
        let own = of(text)
        if own <= width { return text + String(repeating: " ", count: width - own) }
        var out = ""
        var used = 0
        for character in text {
            let next = of(character)
            if used + next > width - 1 { break }
            out.append(character)
            used += next
        }
        return out + "…" + String(repeating: " ", count: max(0, width - used - 1))
    }
}
