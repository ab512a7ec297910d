/// Keeps spreadsheets from running what people typed: a cell that begins with `=`, `+`, `-` or `@` is a formula to them.
///
/// An export is opened in a spreadsheet sooner or later, so free text in it gets an apostrophe in front, which a
/// spreadsheet takes for "this is text". The importer takes it off again, so that an export read back changes nothing.
/// Phone numbers and coordinates keep their `+` and `-`: they are numbers, and no formula can hide in them.
package enum SpreadsheetGuard {
    /// Puts an apostrophe in front of what a spreadsheet would run.
    package static func guarded(_ text: String) -> String {
        isRisky(text.utf8) || isGuarded(text.utf8) ? "'\(text)" : text
    }

    /// Takes the apostrophe off again.
    package static func unguarded(_ text: String) -> String { isGuarded(text.utf8) ? String(text.dropFirst()) : text }

    /// A cell of a list that is looked at and never imported again, as text that no spreadsheet computes.
    ///
    /// It is stricter than ``guarded(_:)``, whose apostrophe has to come off again: full-width signs, and blanks that are
    /// dropped before a sign, count too.
    ///
    /// - Parameter cell: Whatever strangers wrote.
    /// - Returns: The cell; with an apostrophe in front when it could be a formula. Numbers and phone numbers, masked or
    ///   whole, stay as they are.
    package static func inert(_ cell: String) -> String {
        guard let first = cell.unicodeScalars.first, beginsFormula(first), !isSignedNumber(cell) else { return cell }
        return "'\(cell)"
    }

    /// The signs with which formulas begin, their full-width forms, and blanks that are dropped before one.
    private static func beginsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "|", "%", "\t", "\r", "\n", " ", "＝", "＋", "－", "＠": true
        default: false
        }
    }

    /// A sign, then digits alone, with one point at most; bullets stand for the digits that a mask hides.
    private static func isSignedNumber(_ cell: String) -> Bool {
        let scalars = cell.unicodeScalars
        guard let sign = scalars.first, sign == "+" || sign == "-" else { return false }
        let rest = scalars.dropFirst()
        let points = rest.count { $0 == "." }
        let digits = rest.count { ("0"..."9").contains($0) || $0 == "•" }
        return digits > 0 && points <= 1 && digits + points == rest.count
    }

    private static func isGuarded(_ bytes: String.UTF8View) -> Bool {
        let apostrophe = UInt8(ascii: "'")
        guard bytes.first == apostrophe else { return false }
        // A text that looks guarded by itself gets a second apostrophe, so that taking one off is always right.
        let rest = bytes.drop { $0 == apostrophe }
        return rest.first.map(isTrigger) ?? false
    }

    private static func isRisky(_ bytes: String.UTF8View) -> Bool { bytes.first.map(isTrigger) ?? false }

    private static func isTrigger(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
            || byte == 0x09 || byte == 0x0D
    }
}
