import CCurl
import CCurlShim

extension CurlHandle {
    /// Tells libcurl to open a connection to a mail server, and to leave the rest to us.
    ///
    /// - Parameters:
    ///   - endpoint: Where to and how.
    ///   - transcript: Collects what the server says; must live until the handle has performed.
    /// - Throws: ``CurlError`` when this libcurl does not know an option, or has no TLS.
    func configure(for endpoint: SMTPEndpoint, transcript: ServerTranscript) throws(CurlError) {
        try connectOnly(
            to: endpoint.url,
            encryption: endpoint.encryption,
            credentials: endpoint.credentials,
            certificates: endpoint.certificates,
            limit: endpoint.openingLimit,
            transcript: transcript
        )
    }

    /// Tells libcurl to connect, encrypt and log in at a server of any protocol that lines are spoken in.
    ///
    /// - Parameters:
    ///   - url: Where to; its scheme says which protocol.
    ///   - encryption: When the connection is encrypted; certificate and name are then checked.
    ///   - credentials: The log-in; `nil` for none.
    ///   - certificates: A file of PEM certificates to trust instead of the system's.
    ///   - limit: The longest that all of it may take, in milliseconds.
    ///   - transcript: Collects what the server says; must live until the handle has performed.
    /// - Throws: ``CurlError`` when this libcurl does not know an option, or has no TLS.
    func connectOnly(
        to url: String,
        encryption: SMTPEndpoint.Encryption,
        credentials: SMTPEndpoint.Credentials?,
        certificates: String?,
        limit: Int,
        transcript: ServerTranscript
    ) throws(CurlError) {
        try set(CURLOPT_URL, to: url)
        try set(CURLOPT_CONNECT_ONLY, to: 1)
        // The environment's proxies are meant for browsers.
        try set(CURLOPT_PROXY, to: "")
        try set(CURLOPT_CONNECTTIMEOUT_MS, to: limit)
        try set(CURLOPT_TIMEOUT_MS, to: limit)
        try set(CURLOPT_TCP_KEEPALIVE, to: 1)
        try set(CURLOPT_USE_SSL, to: encryption.useSSL)
        try set(CURLOPT_SSLVERSION, to: Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, to: 1)
        try set(CURLOPT_SSL_VERIFYHOST, to: 2)
        if let certificates { try set(CURLOPT_CAINFO, to: certificates) }
        if let credentials {
            try set(CURLOPT_USERNAME, to: credentials.username)
            try set(CURLOPT_PASSWORD, to: credentials.password)
        }
        try set(CURLOPT_HEADERDATA, to: Unmanaged.passUnretained(transcript).toOpaque())
        try set(CURLOPT_HEADERFUNCTION, to: ServerTranscript.collect)
    }
}

extension SMTPEndpoint.Encryption {
    fileprivate var useSSL: Int {
        switch self {
        case .implicit, .startTLS: Int(CURLUSESSL_ALL.rawValue)
        case .startTLSIfOffered: Int(CURLUSESSL_TRY.rawValue)
        case .off: Int(CURLUSESSL_NONE.rawValue)
        }
    }
}

/// Collects the lines that libcurl hears from a server; used by one thread.
final class ServerTranscript {
    private static let limit = 64 * 1_024
    private(set) var bytes: [UInt8] = []

    static let collect: ccurl_io_callback = { line, size, count, context in
        guard let line, let context else { return 0 }
        let transcript = Unmanaged<ServerTranscript>.fromOpaque(context).takeUnretainedValue()
        let text = UnsafeRawBufferPointer(start: line, count: size * count)
        if transcript.bytes.count + text.count <= limit { transcript.bytes.append(contentsOf: text) }
        return size * count
    }
}
