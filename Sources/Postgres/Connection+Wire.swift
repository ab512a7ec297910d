import CPostgres
import Glibc

extension Connection {
    /// Counts for all connections: what libpq does by itself until a cut network is noticed.
    private static let defaults = [
        ("connect_timeout", "10"), ("keepalives", "1"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "10000"), ("application_name", "clarion"),
    ]
    private static let connecting = Duration.seconds(10)

    /// Connects without blocking in libpq, which would neither end in time nor keep the server's remarks to itself.
    static func connect(_ address: ServerAddress) throws(PostgresError) -> OpaquePointer {
        // What stands in the address comes last, and so goes before these.
        let options = defaults + [("dbname", address.url)]
        let handle = withCStrings(options.map(\.0)) { names in
            withCStrings(options.map(\.1)) { values in PQconnectStartParams(names, values, 1) }
        }
        guard let handle else { throw .unreachable(reason: "there is no memory for a connection") }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        let deadline = ContinuousClock.now + connecting
        var events = Int16(POLLOUT)
        while PQstatus(handle) != CONNECTION_BAD {
            guard Self.wait(PQsocket(handle), for: events, until: deadline) else {
                PQfinish(handle)
                throw .unreachable(reason: "the server does not answer within \(connecting.components.seconds) seconds")
            }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return handle
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            default:
                let reason = words(of: handle)
                PQfinish(handle)
                throw .unreachable(reason: reason)
            }
        }
        let reason = words(of: handle)
        PQfinish(handle)
        throw .unreachable(reason: reason)
    }

    /// Waits for a socket.
    ///
    /// - Returns: False when the time is up.
    static func wait(_ socket: Int32, for events: Int16, until deadline: ContinuousClock.Instant?) -> Bool {
        while true {
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let left = deadline.map { ContinuousClock.now.duration(to: $0) }
            let milliseconds = left.map { Int32(clamping: max(0, $0.components.seconds * 1_000 + 1)) } ?? -1
            let count = poll(&descriptor, 1, milliseconds)
            if count > 0 { return true }
            if count == 0, left.map({ $0 <= .zero }) == true { return false }
            if count < 0, errno != EINTR { return true }
        }
    }

    /// The answer to what was sent: its last result.
    func answer() throws(PostgresError) -> Rows {
        var last: Rows?
        var refusal: PostgresError?
        while let result = try next() {
            let rows = Rows(result)
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = rows
            case PGRES_COPY_IN: return rows
            default: refusal = refusal ?? Self.refusal(result, handle)
            }
        }
        if let refusal { throw isUsable ? refusal : .lost(reason: refusal.description) }
        guard let last, isUsable else { throw broken }
        return last
    }

    /// libpq's next result, waited for no longer than ``patience``.
    private func next() throws(PostgresError) -> OpaquePointer? {
        let deadline = patience.map { ContinuousClock.now + $0 }
        while PQisBusy(handle) == 1 {
            guard Self.wait(PQsocket(handle), for: Int16(POLLIN), until: deadline) else {
                throw .lost(reason: "the server has not answered for too long")
            }
            guard PQconsumeInput(handle) == 1 else { throw broken }
        }
        return PQgetResult(handle)
    }

    /// The connection is of no use any more.
    var broken: PostgresError { .lost(reason: Self.words(of: handle)) }

    private static func refusal(_ result: OpaquePointer, _ handle: OpaquePointer) -> PostgresError {
        guard let state = field("C", of: result) else { return .lost(reason: words(of: handle)) }
        // The words of a data error quote the value; those of the others name tables and rules only.
        let message = state.hasPrefix("22") ? "a value cannot be kept" : field("M", of: result)
        return .refused(state: state, message: message ?? "the statement failed")
    }

    /// A part of an error by libpq's letter for it: `C` is the state, `M` the message.
    private static func field(_ code: Unicode.Scalar, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }

    /// What libpq says of the connection, on one line.
    static func words(of handle: OpaquePointer) -> String {
        let lines = String(cString: PQerrorMessage(handle)).split(whereSeparator: \.isNewline)
        let words = lines.map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: "; ")
        return words.isEmpty ? "the connection broke" : words
    }

    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let bytes = texts.map { Array($0.utf8CString) }
        var joined: [CChar] = []
        let places = bytes.map { text in
            defer { joined += text }
            return joined.count
        }
        return joined.withUnsafeBufferPointer { buffer in
            let pointers = places.map { buffer.baseAddress?.advanced(by: $0) } + [nil]
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
