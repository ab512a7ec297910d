/// A line by which somebody enters rows of a sheet by hand: the row first, `04K-78 C did`, or the result first and then many
/// rows, `NH 04K-78 04L-9A`.
package enum EntryLine: Sendable, Equatable {
    /// `undo`: takes the last entry back.
    case undo
    /// `rest NH`: all rows without an answer.
    case rest(RowAnswer)
    /// One answer for rows.
    case rows(RowAnswer, [DeliveryNumber])

    /// Why a line cannot be taken, in sentences; nothing of it is entered.
    package struct Fault: Error, Equatable {
        package let words: String

        package init(_ words: String) { self.words = words }
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - line: Words between blanks; rows may be set apart by commas.
    ///   - find: Looks up the rows that words of the line mean: a row's code, or whatever else the place knows rows by.
    /// - Throws: ``Fault``; a line of blanks is `nil`.
    package init?(_ line: some StringProtocol, find: ([Substring]) throws(Fault) -> [DeliveryNumber]) throws(Fault) {
        let groups = line.split(separator: ",").map { Substring($0).split { $0 == " " || $0 == "\t" } }
        let words = groups.flatMap(\.self)
        guard let first = words.first else { return nil }
        if first.lowercased() == "undo", words.count == 1 {
            self = .undo
            return
        }
        if first.lowercased() == "rest" {
            self = .rest(try Self.answerOfMany(words.dropFirst()))
            return
        }
        // Words are an answer as long as they can be one; what is left are rows, or the other way about.
        let leading = words.prefix { RowAnswer(words: [$0]) != nil }
        let said =
            leading.isEmpty
            ? Array(words.reversed().prefix { RowAnswer(words: [$0]) != nil }.reversed()) : Array(leading)
        if let contradiction = RowAnswer.contradiction(in: said) { throw Fault(contradiction) }
        guard let answer = RowAnswer(words: said) else { throw Fault("After the row say what: \(RowAnswer.choices).") }
        guard said.count < words.count else { throw Fault("Say for which rows: 'NH 04K-78 04L-9A'.") }
        guard !leading.isEmpty else {
            self = .rows(answer, try find(words.dropLast(said.count)))
            return
        }
        var rows: [DeliveryNumber] = []
        // Without commas each word is a row.
        let named = groups.count > 1 ? Self.without(said.count, groups) : words.dropFirst(said.count).map { [$0] }
        for group in named {
            for row in try find(group) where !rows.contains(row) { rows.append(row) }
        }
        self = .rows(answer, rows)
    }

    /// A slip must not opt a street out, nor bury it.
    private static func answerOfMany(_ words: some Sequence<Substring>) throws(Fault) -> RowAnswer {
        guard let answer = RowAnswer(words: words), answer.action == nil, let result = answer.result,
            ResultCode.ofMany.contains(result)
        else {
            let choices = ResultCode.ofMany.map(\.rawValue).joined(separator: ", ")
            throw Fault("Of all the rest only these can be said at once: \(choices). 'rest NH', for one.")
        }
        return answer
    }

    /// The groups behind so many words.
    private static func without(_ count: Int, _ groups: [[Substring]]) -> [[Substring]] {
        var left = count
        return groups.compactMap { group in
            let rest = Array(group.dropFirst(left))
            left = max(0, left - group.count)
            return rest.isEmpty ? nil : rest
        }
    }
}
