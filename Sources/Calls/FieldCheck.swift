/// Fields that a call's words name and nobody has.
package enum FieldCheck {
    /// One sentence for each field that is not known.
    ///
    /// - Parameters:
    ///   - fieldNames: The names between the braces.
    ///   - known: The names that have values for some person.
    /// - Returns: The sentences in the order of the names.
    package static func unknown(fieldNames: [String], known: Set<String>) -> [String] {
        fieldNames.filter { !known.contains($0) }.map { name in
            "'{{\(name)}}' is not a known field.\(NearMatch.hint(for: name, among: known))"
        }
    }
}
