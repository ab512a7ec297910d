/// A header field that cannot break out of its line.
package struct HTTPField: Hashable, Sendable {
    /// `name: value`, as it goes out.
    let line: String

    /// Joins a name and a value; `nil` when either holds anything else than it may, such as a line end.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, hyphens and underscores.
    ///   - value: Printable ASCII, not empty.
    package init?(_ name: String, _ value: String) {
        guard !name.isEmpty, name.utf8.allSatisfy({ Self.isNameSign($0) }) else { return nil }
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        line = "\(name): \(value)"
    }

    private init(line: String) { self.line = line }

    /// The body is a form.
    package static let form = HTTPField(line: "Content-Type: application/x-www-form-urlencoded")
    /// The body is JSON.
    package static let json = HTTPField(line: "Content-Type: application/json")

    private static func isNameSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// A name and a password for Basic authentication.
///
/// Never prints.
package struct HTTPCredentials: Hashable, Sendable, CustomStringConvertible {
    package let username: String
    package let password: String

    /// Joins a name and a password.
    ///
    /// - Parameters:
    ///   - username: Without a colon, which would end it (RFC 7617).
    ///   - password: Anything.
    package init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// A mask.
    package var description: String { "•••" }
}

/// One request.
///
/// Prints without its query, fields and body, which may carry secrets and personal data.
package struct HTTPRequest: Sendable {
    /// What is asked of the server.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// What is asked of the server.
    package var method: Method
    /// Where it goes.
    package var address: HTTPAddress
    /// Header fields beyond those that libcurl writes by itself.
    package var fields: [HTTPField]
    /// Who asks; sent with the first try, as Basic authentication.
    package var credentials: HTTPCredentials?
    /// What is posted; not sent with a GET.
    package var body: [UInt8]

    /// Makes a request out of its parts.
    package init(
        _ method: Method,
        _ address: HTTPAddress,
        fields: [HTTPField] = [],
        credentials: HTTPCredentials? = nil,
        body: [UInt8] = []
    ) {
        self.method = method
        self.address = address
        self.fields = fields
        self.credentials = credentials
        self.body = body
    }
}

extension HTTPRequest: CustomStringConvertible {
    /// The method and where it goes.
    package var description: String { "\(method.rawValue) \(address)" }
}
