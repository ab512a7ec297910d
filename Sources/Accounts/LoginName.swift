/// The name by which somebody logs in: 1 to 64 letters, digits, and `. _ - @ +`, in lower case.
package struct LoginName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Takes a name as somebody typed it: outer blanks are dropped, and case does not matter.
    ///
    /// - Parameter rawValue: The name; `nil` comes back for an empty or overlong one, or one with other signs.
    package init?(rawValue: String) {
        let name = rawValue.lowercased().trimmingBlanks
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "._-@+".utf8.contains(byte)
            }
        }
        guard (1...64).contains(name.utf8.count), allowed else { return nil }
        self.rawValue = name
    }

    package var description: String { rawValue }
}

extension String {
    /// Without spaces and tabs at either end.
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
