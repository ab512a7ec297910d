import CPostgres

/// The address of a database, `postgres://user:password@host:port/database?option=value`, as libpq reads it.
///
/// Prints without user, password and options.
package struct ServerAddress: Sendable, Equatable {
    let url: String
    private let host: String
    private let port: String
    private let database: String

    /// Whether a text begins as such an address does.
    package static func looksLike(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// Reads an address; nothing is looked up.
    ///
    /// - Parameter url: The address. What it leaves out comes from libpq's own environment, such as `PGPASSFILE`.
    /// - Throws: ``PostgresError/invalidAddress``.
    package init(_ url: String) throws(PostgresError) {
        // libpq's own complaint may quote the password, so it is not repeated.
        guard Self.looksLike(url), !url.utf8.contains(0), let options = PQconninfoParse(url, nil) else {
            throw .invalidAddress
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        // libpq would say so only when it connects, and quote what may be a part of the password.
        let ports = (values["port"] ?? "").split(separator: ",")
        guard ports.allSatisfy({ UInt16($0).map { $0 > 0 } ?? false }) else { throw .invalidAddress }
        self.url = url
        host = values["host"] ?? values["hostaddr"] ?? ""
        port = values["port"] ?? ""
        database = values["dbname"] ?? values["user"] ?? ""
    }
}

extension ServerAddress: CustomStringConvertible {
    package var description: String {
        let place = host + (port.isEmpty ? "" : ":\(port)")
        return "postgres://\(place)/\(database)"
    }
}
