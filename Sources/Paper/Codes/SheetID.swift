package import Deliveries

/// Names one printed page for good: the call, its batch, and the page within the batch, such as `S1-3-2A`.
///
/// `S`, or `P` for a card of phone numbers; then the three numbers in base 32 with hyphens between, then a check digit over all of
/// them and their lengths. The same batch printed again gives the same names.
package struct SheetID: Hashable, Sendable {
    /// What stands on the page: batches are counted for each channel apart.
    package enum Kind: String, Sendable, CaseIterable {
        case sheet = "S"
        case card = "P"

        /// Differs, so that one is not taken for the other.
        fileprivate var seed: UInt8 { self == .sheet ? 2 : 3 }
    }

    package let kind: Kind
    package let call: Int64
    package let batch: Int
    /// Counted through the turfs of a batch; the first is 1.
    package let page: Int

    package init(_ kind: Kind = .sheet, call: Int64, batch: Int, page: Int) {
        self.kind = kind
        self.call = call
        self.batch = batch
        self.page = page
    }

    /// Reads an id as somebody typed it: case does not matter; `I`, `L` are 1 and `O` is 0.
    ///
    /// - Throws: ``CodeError``.
    package init(_ text: String) throws(CodeError) {
        guard text.utf8.count <= 48 else { throw .malformed }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, let first = text.first, let kind = Kind(rawValue: first.uppercased()) else {
            throw .malformed
        }
        var fields: [[UInt8]] = []
        for part in [parts[0].dropFirst(), parts[1], parts[2]] {
            let field = part.compactMap(CheckedDigits.value)
            guard field.count == part.count, field.count <= 14 else { throw .malformed }
            fields.append(field)
        }
        guard let check = fields[2].popLast() else { throw .malformed }
        let numbers = fields.compactMap { CheckedDigits.number($0) }
        guard numbers.count == 3 else { throw .malformed }
        guard Self.check(fields, kind) == check else { throw .mistyped }
        self.init(kind, call: numbers[0], batch: Int(numbers[1]), page: Int(numbers[2]))
    }

    private var fields: [[UInt8]] {
        [call, Int64(batch), Int64(page)].map { CheckedDigits.digits(of: $0) }
    }

    /// The lengths are in the sum too, so that a hyphen in the wrong place is seen.
    private static func check(_ fields: [[UInt8]], _ kind: Kind) -> UInt8 {
        CheckedDigits.check(fields.flatMap { [UInt8($0.count)] + $0 }, seed: kind.seed)
    }
}

extension SheetID: CustomStringConvertible {
    /// As it is printed.
    package var description: String {
        let fields = self.fields
        return kind.rawValue + fields.map { CheckedDigits.text($0) }.joined(separator: "-")
            + CheckedDigits.text([Self.check(fields, kind)])
    }

    /// What the QR code of the page says.
    ///
    /// - Parameters:
    ///   - links: Makes the address at which results are entered; `nil` where there is no web side.
    ///   - revision: Of the page: which rows stand on it.
    /// - Returns: That address; without a web side, capitals that a program of ours can read.
    package func codeText(links: PersonalLinks?, revision: String) -> String {
        links?.sheet(description, revision: revision) ?? "CLARION:S:\(self):\(revision)"
    }

    /// Reads what a QR code says.
    ///
    /// - Parameter codeText: Any code's text.
    /// - Returns: The page and its revision; `nil` when the code is not one of ours.
    package static func parse(codeText: String) -> (id: SheetID, revision: String)? {
        guard codeText.utf8.count <= 400 else { return nil }
        var parts: [Substring]
        if codeText.hasPrefix("CLARION:S:") {
            parts = codeText.dropFirst("CLARION:S:".count).split(separator: ":")
        } else if codeText.lowercased().hasPrefix("http") {
            // An address ends with /s/, the page, its revision, and the mark that the web side looks at.
            parts = codeText.split(separator: "/").suffix(4)
            guard parts.count == 4, parts.removeFirst().lowercased() == "s" else { return nil }
            parts.removeLast()
        } else {
            return nil
        }
        guard parts.count == 2, let id = try? SheetID(String(parts[0])) else { return nil }
        return (id, String(parts[1]))
    }
}
