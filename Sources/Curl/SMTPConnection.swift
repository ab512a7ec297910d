import CCurl
import CCurlShim

/// A connection to a mail server that is open, encrypted and logged in, and carries bytes from then on.
///
/// libcurl does what is hard to do well (name, TCP, STARTTLS, certificate, EHLO, AUTH) in its connect-only mode; the
/// transactions are spoken by whoever owns the connection. Its own SMTP would cost four round trips and a state machine a
/// message, and in its multi interface it blocks the thread after each body.
///
/// Marked `@unchecked Sendable` because it is opened on one thread and then handed over to another; only one may use it at a
/// time.
package final class SMTPConnection: @unchecked Sendable {
    /// Everything the server said while the connection was opened, up to 64 KB: greeting, EHLO, AUTH.
    package let transcript: [UInt8]
    /// To be watched; -1 when the connection is gone.
    package let socket: Int32

    private let handle: CurlHandle
    private let isEncrypted: Bool
    private var outgoing: OutgoingBytes
    private let incoming: UnsafeMutableRawBufferPointer

    /// Opens a connection, and blocks for as long as that takes.
    ///
    /// - Parameter endpoint: Where to and how.
    /// - Throws: ``SMTPOpeningError`` with everything that is known of the cause.
    package init(to endpoint: SMTPEndpoint) throws(SMTPOpeningError) {
        let heard = ServerTranscript()
        let handle: CurlHandle
        do {
            handle = try CurlHandle()
            try handle.configure(for: endpoint, transcript: heard)
        } catch {
            throw SMTPOpeningError(curl: error, systemError: 0, transcript: [])
        }
        do {
            // The transcript is only borrowed by libcurl, for the time of this call.
            try withExtendedLifetime(heard) { () throws(CurlError) in try handle.perform() }
        } catch {
            let systemError = Int32(truncatingIfNeeded: handle.long(CURLINFO_OS_ERRNO))
            throw SMTPOpeningError(curl: error, systemError: systemError, transcript: heard.bytes)
        }
        var socket: curl_socket_t = -1
        _ = ccurl_get_socket(handle.raw, &socket)
        self.handle = handle
        self.socket = socket
        transcript = heard.bytes
        isEncrypted = endpoint.encryption != .off
        outgoing = OutgoingBytes(capacity: 64 * 1_024)
        incoming = .allocate(byteCount: 16 * 1_024, alignment: 16)
    }

    deinit { incoming.deallocate() }

    /// How many bytes were taken by ``send(_:from:)`` and are not yet with the system.
    package var unsent: Int { outgoing.count }

    /// Sends as much as the system takes without waiting.
    ///
    /// - Parameters:
    ///   - bytes: What is to be sent.
    ///   - start: Where in it to begin.
    /// - Returns: How many bytes were taken; some of them may still be ``unsent``, and go out with the next call.
    /// - Throws: ``CurlError`` when the connection is gone.
    package func send(_ bytes: [UInt8], from start: Int) throws(CurlError) -> Int {
        try flush()
        var position = start
        while outgoing.isEmpty, position < bytes.count {
            position += bytes.withUnsafeBytes { outgoing.fill(from: UnsafeRawBufferPointer(rebasing: $0[position...])) }
            try flush()
        }
        return position - start
    }

    private func flush() throws(CurlError) {
        while !outgoing.isEmpty {
            let waiting = outgoing.waiting
            var count = 0
            let result = curl_easy_send(handle.raw, waiting.baseAddress, waiting.count, &count)
            if result == CURLE_AGAIN { return }
            try handle.check(result)
            outgoing.remove(count)
        }
    }

    /// What a look at the incoming side found.
    package enum Received: Sendable, Equatable {
        /// Nothing more for now.
        case open
        /// The other side has closed, or the connection broke.
        case closed
    }

    /// Adds everything that has come to a buffer, without waiting.
    ///
    /// Encrypted bytes may lie in the library where the system sees nothing, so those are read to the end.
    ///
    /// - Parameter buffer: What is added to.
    /// - Returns: Whether more may come.
    package func receive(into buffer: inout [UInt8]) -> Received {
        while true {
            var count = 0
            let result = curl_easy_recv(handle.raw, incoming.baseAddress, incoming.count, &count)
            if result == CURLE_AGAIN { return .open }
            guard result == CURLE_OK, count > 0 else { return .closed }
            buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: incoming[..<count]))
            if !isEncrypted, count < incoming.count { return .open }
        }
    }
}

/// Why a connection could not be opened: facts, to be sorted and worded by the caller.
package struct SMTPOpeningError: Error, Sendable {
    /// What libcurl said.
    package let curl: CurlError
    /// The system's error number; 0 when there is none.
    package let systemError: Int32
    /// Everything the server said.
    package let transcript: [UInt8]
}
