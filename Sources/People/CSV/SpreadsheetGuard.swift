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
