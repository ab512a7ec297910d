import CCurl
import CCurlShim
import Glibc

/// A connection to an IMAP server that is open, encrypted and logged in, and carries bytes from then on.
///
/// libcurl connects, encrypts and logs in; commands are spoken by whoever owns the connection. Its own IMAP marks a mail as
/// read by fetching it, before anybody knows what the mail says, and hands no literal out of a command of one's own.
///
/// Every call blocks. Marked `@unchecked Sendable` because threads may follow one another; only one may use it at a time.
package final class IMAPConnection: @unchecked Sendable {
    private let handle: CurlHandle
    private let socket: curl_socket_t
    private let patience: Int32
    private let incoming: UnsafeMutableRawBufferPointer

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - endpoint: Where to and how.
    ///   - patience: How long the server may be silent when it has the word, in milliseconds.
    /// - Throws: ``CurlError`` with the cause; code 67 is a refused log-in.
    package init(to endpoint: IMAPEndpoint, patience: Int = 60_000) throws(CurlError) {
        let heard = ServerTranscript()
        let handle = try CurlHandle()
        try handle.connectOnly(
            to: endpoint.url,
            encryption: endpoint.encryption,
            credentials: endpoint.credentials,
            certificates: endpoint.certificates,
            limit: endpoint.openingLimit,
            transcript: heard
        )
        // The transcript is only borrowed by libcurl, for the time of this call.
        try withExtendedLifetime(heard) { () throws(CurlError) in try handle.perform() }
        var socket: curl_socket_t = -1
        _ = ccurl_get_socket(handle.raw, &socket)
        self.handle = handle
        self.socket = socket
        self.patience = Int32(clamping: patience)
        incoming = .allocate(byteCount: 64 * 1_024, alignment: 16)
    }

    deinit { incoming.deallocate() }

    /// Sends everything.
    ///
    /// - Throws: ``CurlError`` when the connection is gone, or takes nothing for too long.
    package func send(_ bytes: [UInt8]) throws(CurlError) {
        var position = 0
        while position < bytes.count {
            var count = 0
            let result = bytes.withUnsafeBytes { all in
                curl_easy_send(handle.raw, all.baseAddress.map { $0 + position }, all.count - position, &count)
            }
            position += count
            if result == CURLE_AGAIN {
                try wait(for: POLLOUT)
            } else {
                try handle.check(result)
            }
        }
    }

    /// Waits for bytes.
    ///
    /// - Returns: What came, up to 64 KB; empty when the other side has closed.
    /// - Throws: ``CurlError`` when the connection is gone, or nothing comes for too long.
    package func receive() throws(CurlError) -> [UInt8] {
        while true {
            var count = 0
            let result = curl_easy_recv(handle.raw, incoming.baseAddress, incoming.count, &count)
            guard result == CURLE_AGAIN else {
                try handle.check(result)
                return Array(UnsafeRawBufferPointer(rebasing: incoming[..<count]))
            }
            try wait(for: POLLIN)
        }
    }

    private func wait(for news: Int32) throws(CurlError) {
        var entry = pollfd(fd: socket, events: Int16(news), revents: 0)
        var result: Int32
        repeat { result = poll(&entry, 1, patience) } while result < 0 && errno == EINTR
        guard result > 0 else { throw CurlError(CURLE_OPERATION_TIMEDOUT) }
    }
}

/// Where an IMAP server is, and how to speak with it.
package struct IMAPEndpoint: Sendable {
    /// A name or an IP address; IPv6 without brackets.
    package let host: String
    package let port: Int
    package let encryption: SMTPEndpoint.Encryption
    package let credentials: SMTPEndpoint.Credentials
    /// A file of PEM certificates to trust instead of the system's.
    package let certificates: String?
    /// The longest that opening may take, in milliseconds: name, connection, encryption and log-in together.
    package let openingLimit: Int

    package init(
        host: String,
        port: Int,
        encryption: SMTPEndpoint.Encryption,
        credentials: SMTPEndpoint.Credentials,
        certificates: String? = nil,
        openingLimit: Int = 30_000
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.credentials = credentials
        self.certificates = certificates
        self.openingLimit = openingLimit
    }

    var url: String {
        "\(encryption == .implicit ? "imaps" : "imap")://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
    }
}
