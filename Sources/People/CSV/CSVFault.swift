/// What is wrong with a file, or with one row of it, before anybody asks what its columns mean.
package struct CSVFault: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        /// The file is no UTF-8 text at all.
        case utf16, workbook, binary
        /// There are bytes that are no UTF-8: most often a file saved by Excel as plain "CSV".
        case notUTF8
        /// There is a NUL byte.
        case nul
        /// A field opens with a quote that has no partner.
        case unclosedQuote
        /// A line has more bytes than ``CSVReader/longestRow``.
        case rowTooLong
        /// There are more columns than ``CSVReader/mostColumns``.
        case tooManyColumns
        /// So many quotes lack a partner that reading on is no use.
        case tooManyUnclosedQuotes
    }

    /// The line on which it stands; the first line is 1.
    package let line: Int
    package let problem: Problem

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

extension CSVFault: CustomStringConvertible {
    /// The line, what is wrong and what to do.
    package var description: String { "line \(line): \(sentence)" }

    /// What is wrong and what to do, without the line.
    package var sentence: String {
        switch problem {
        case .utf16: "the file is UTF-16; save it as \"CSV UTF-8\""
        case .workbook: "the file is a spreadsheet, not CSV; open it and save it as \"CSV UTF-8\""
        case .binary: "the file is no text; save it as \"CSV UTF-8\""
        case .notUTF8: "the text is not UTF-8; save the file as \"CSV UTF-8\""
        case .nul: "there is a NUL character; take it out, or save the file as \"CSV UTF-8\""
        case .unclosedQuote:
            "a field that begins on line \(line) opens with a quote that is never closed; write \"\" for a quote inside a field"
        case .rowTooLong:
            "the line is longer than \(CSVReader.longestRow / 1_048_576) MB; look for a missing line end or quote"
        case .tooManyColumns: "there are more than \(CSVReader.mostColumns) columns; look for a missing line end"
        case .tooManyUnclosedQuotes:
            "too many quotes from here on are never closed; save the file anew as \"CSV UTF-8\""
        }
    }
}
