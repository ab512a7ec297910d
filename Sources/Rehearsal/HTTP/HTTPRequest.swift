/// A request that an HTTP receiver took.
package struct HTTPRequest: Sendable, Equatable {
    /// `GET`, `HEAD` or `POST`.
    package let method: String
    /// The path, decoded, without the query: `/sms/json`.
    package let path: String
    /// The query as it came, without its question mark.
    package let query: String
    /// The header fields in the order sent, names in lower case.
    package let fields: [Field]
    /// The body, with chunks put together.
    package let body: [UInt8]

    /// A header field.
    package struct Field: Sendable, Equatable {
        /// In lower case.
        package let name: String
        /// Without the space around it.
        package let value: String
    }

    /// The first header field of a name.
    ///
    /// - Parameter name: In lower case.
    /// - Returns: `nil` when there is none.
    package func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}
