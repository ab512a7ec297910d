/// Where a template finds the values of its fields.
public protocol FieldSource {
    /// The value of a field.
    ///
    /// - Parameter name: The field's name as it stands between the braces, `first_name`.
    /// - Returns: The value as people would write it; `nil` or empty when there is none.
    func value(of name: String) -> String?
}

extension [String: String]: FieldSource {
    /// The value under that key.
    public func value(of name: String) -> String? { self[name] }
}
