/// Where a mail server is, and how to speak with it.
package struct SMTPEndpoint: Sendable {
    /// When the connection is encrypted.
    ///
    /// Whenever it is, the server's certificate and name are checked.
    package enum Encryption: Sendable {
        /// From the first byte, as on port 465.
        case implicit
        /// By STARTTLS, or not at all: a server that does not offer it is left.
        case startTLS
        /// By STARTTLS where the server offers it.
        case startTLSIfOffered
        case off
    }

    /// What a server asks for before it takes mail from us.
    package struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
        package let username: String
        package let password: String

        package init(username: String, password: String) {
            self.username = username
            self.password = password
        }

        /// Never the password, and not the name either: it is an address at most providers.
        package var description: String { "credentials" }
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// A name or an IP address; IPv6 without brackets.
    package let host: String
    package let port: Int
    package let encryption: Encryption
    package let credentials: Credentials?
    /// A file of PEM certificates to trust instead of the system's.
    package let certificates: String?
    /// The name by which we introduce ourselves: a domain, or an address literal such as `[127.0.0.1]`.
    package let hello: String
    /// The longest that opening may take, in milliseconds: name, connection, encryption and log-in together.
    package let openingLimit: Int

    package init(
        host: String,
        port: Int,
        encryption: Encryption,
        credentials: Credentials? = nil,
        certificates: String? = nil,
        hello: String,
        openingLimit: Int = 30_000
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.credentials = credentials
        self.certificates = certificates
        self.hello = hello
        self.openingLimit = openingLimit
    }

    /// `mail.example.org:587`, for sentences.
    package var name: String { "\(bracketedHost):\(port)" }

    /// libcurl takes the name to introduce ourselves with from the path.
    var url: String {
        "\(encryption == .implicit ? "smtps" : "smtp")://\(bracketedHost):\(port)/\(hello)"
    }

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
}
