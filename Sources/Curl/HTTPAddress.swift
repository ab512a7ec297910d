import CCurl

/// Why a text is no address for HTTP requests: what is wrong and what to do, never the text itself.
package struct HTTPAddressFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do, to be read behind the name of the setting.
    package let description: String
}

/// Where requests go: `https://host:port/path?query`, read by libcurl's own parser.
///
/// Control characters, user names and fragments are refused, so nothing in it can break out of the request line. Prints
/// without its query, which may carry secrets.
package struct HTTPAddress: Hashable, Sendable {
    /// `https://host:port/path`, without a slash at its end.
    private let base: String
    /// What stands behind the question mark; empty when nothing does.
    private let query: String
    /// The host's name or number, without the port.
    package let host: String
    /// Whether the connection is encrypted.
    package let isEncrypted: Bool

    /// Reads an address.
    ///
    /// - Parameter text: An address; one without a scheme is taken as `https`.
    /// - Throws: ``HTTPAddressFault`` with a sentence.
    package init(_ text: String) throws(HTTPAddressFault) {
        // libcurl refuses control characters by itself, but cannot see behind a NUL.
        let isPrintable = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard isPrintable, let parsed = ParsedAddress(text) else {
            throw HTTPAddressFault(
                description: "is no web address. Write one like 'https://host:port', without a user."
            )
        }
        let scheme = parsed.part(CURLUPART_SCHEME)
        guard scheme == "https" || scheme == "http" else {
            throw HTTPAddressFault(description: "must begin with https:// or http://.")
        }
        guard parsed.part(CURLUPART_FRAGMENT).isEmpty else {
            throw HTTPAddressFault(description: "must not contain '#'.")
        }
        let port = parsed.part(CURLUPART_PORT)
        var path = parsed.part(CURLUPART_PATH)
        while path.hasSuffix("/") { path.removeLast() }
        host = parsed.part(CURLUPART_HOST)
        base = "\(scheme)://\(host)\(port.isEmpty ? "" : ":\(port)")\(path)"
        query = parsed.part(CURLUPART_QUERY)
        isEncrypted = scheme == "https"
    }

    /// The whole address as it is handed to libcurl; may carry secrets.
    var exact: String { query.isEmpty ? base : "\(base)?\(query)" }

    private init(_ address: HTTPAddress, path: String, query: String) {
        base = address.base + path
        host = address.host
        isEncrypted = address.isEncrypted
        self.query = query
    }

    /// An address below this one.
    ///
    /// - Parameters:
    ///   - segments: The names between the slashes; whatever they contain is escaped.
    ///   - form: The query; replaces the address's own when it is not empty.
    /// - Returns: The longer address.
    package func appending(_ segments: String..., query form: HTTPForm = HTTPForm()) -> HTTPAddress {
        let path = segments.reduce(into: "") { path, segment in path += "/" + HTTPForm.escape(segment) }
        return HTTPAddress(self, path: path, query: form.isEmpty ? query : form.text)
    }

    /// Whether both addresses lead to this very machine.
    package var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }
}

extension HTTPAddress: CustomStringConvertible {
    /// The address without its query.
    package var description: String { base }
}

/// Owns libcurl's parsed address: made once, freed once, never copied.
private struct ParsedAddress: ~Copyable {
    private let handle: OpaquePointer

    init?(_ text: String) {
        guard let handle = curl_url() else { return nil }
        let flags = UInt32(CURLU_DEFAULT_SCHEME | CURLU_DISALLOW_USER)
        guard curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// A part of the address; empty when it has none.
    func part(_ part: CURLUPart) -> String {
        var found: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &found, 0) == CURLUE_OK, let found else { return "" }
        defer { curl_free(found) }
        return String(cString: found)
    }
}
