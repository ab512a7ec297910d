import Calls
import Deliveries
import People

/// Finds a sheet's rows by what somebody types: a row's code, or part of a name.
struct SheetNames {
    private let sheet: String
    private let paper: any PaperReader
    private let rows: [Row]

    private struct Row {
        let delivery: DeliveryNumber
        let name: String
        /// Without accents, in small letters.
        let words: [String]
    }

    init(_ lines: [SheetLine], on sheet: String, _ paper: any PaperReader) {
        self.sheet = sheet
        self.paper = paper
        rows = lines.map { line in
            Row(delivery: line.delivery, name: line.person.fullName, words: Self.words(line.person.fullName))
        }
    }

    var deliveries: [DeliveryNumber] { rows.map(\.delivery) }

    /// The rows that words mean: each is a row's code, or all of them together are a name.
    func rows(_ words: [Substring]) throws(EntryLine.Fault) -> [DeliveryNumber] {
        let codes = words.map { try? paper.delivery(ofRow: String($0)) }
        guard codes.contains(where: { $0 != nil }) else { return [try row(named: words)] }
        var found: [DeliveryNumber] = []
        for (word, code) in zip(words, codes) {
            guard let code else { throw EntryLine.Fault("'\(word.prefix(40))' is no row's code.") }
            guard deliveries.contains(code) else {
                throw EntryLine.Fault("Row \(word.prefix(40)) is not on sheet \(sheet).")
            }
            found.append(code)
        }
        return found
    }

    /// How an entry would be typed.
    func text(of entry: EntryLine) -> String {
        guard case .rows(let answer, let rows) = entry else { return "" }
        return "\(answer.description.replacing(",", with: "")) \(rows.map(paper.rowCode).joined(separator: " "))"
    }

    private func row(named words: [Substring]) throws(EntryLine.Fault) -> DeliveryNumber {
        let typed = Self.words(words.joined(separator: " "))
        let found = rows.filter { row in typed.allSatisfy { part in row.words.contains { $0.hasPrefix(part) } } }
        let said = words.joined(separator: " ").prefix(60)
        guard !typed.isEmpty, let first = found.first else {
            throw EntryLine.Fault("Nobody on sheet \(sheet) is called '\(said)', and it is no row's code.")
        }
        guard found.count == 1 else {
            let codes = found.prefix(5).map { "\(paper.rowCode(of: $0.delivery)) \($0.name)" }.joined(separator: ", ")
            throw EntryLine.Fault(
                "'\(said)' may be \(codes)\(found.count > 5 ? ", …" : ""). Type the code, or more of the name."
            )
        }
        return first.delivery
    }

    private static func words(_ name: String) -> [String] {
        PlainLetters.text(name).lowercased().split { $0.isWhitespace || $0 == "-" }.map(String.init)
    }
}
