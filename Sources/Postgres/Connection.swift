import CPostgres

/// One connection to a server; used by one thread at a time, which it blocks.
package final class Connection {
    let handle: OpaquePointer
    /// For how long nothing may come from the server while it owes an answer.
    ///
    /// Longer than the server's own limit on a statement; `nil` waits for ever, where the server has no limit either.
    var patience: Duration? = Connection.usualPatience
    private var statements: [String: String] = [:]
    private var cursors = 0

    static let usualPatience = Duration.seconds(75)
    /// More statements than any program has; what goes beyond is not kept.
    private static let keptStatements = 200

    /// Connects.
    ///
    /// - Parameter address: Where to.
    /// - Throws: ``PostgresError/unreachable(reason:)``.
    package init(_ address: ServerAddress) throws(PostgresError) {
        handle = try Self.connect(address)
        try begin()
    }

    deinit { PQfinish(handle) }

    /// Sets the session's limits, so that neither a cut network nor a stopped client leaves a lock behind.
    private func begin() throws(PostgresError) {
        do {
            try script(
                """
                SET client_encoding = 'UTF8'; SET statement_timeout = '60s'; SET lock_timeout = '30s';
                SET idle_in_transaction_session_timeout = '30s'; SET client_connection_check_interval = '5s';
                SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;
                SET tcp_user_timeout = '10s'; SET cursor_tuple_fraction = 1; SET bytea_output = 'hex'
                """
            )
        } catch {
            throw .unreachable(reason: error.description)
        }
    }

    /// Whether it can be used at all, as far as this side knows.
    var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open.
    var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

    /// Runs a statement that is prepared once and kept.
    @discardableResult
    package func execute(_ sql: String, _ values: [Value] = []) throws(PostgresError) -> Rows {
        guard let name = try prepared(sql) else { return try executeOnce(sql, values) }
        try withParameters(values) { pointers in
            PQsendQueryPrepared(handle, name, Int32(values.count), pointers, nil, nil, 1)
        }
        return try answer()
    }

    /// Runs a statement that is planned for these very values, and not kept.
    @discardableResult
    package func executeOnce(_ sql: String, _ values: [Value] = []) throws(PostgresError) -> Rows {
        try withParameters(values) { pointers in
            PQsendQueryParams(handle, sql, Int32(values.count), nil, pointers, nil, nil, 1)
        }
        return try answer()
    }

    /// Runs several statements without parameters, and gives the rows of the last one, in text form.
    @discardableResult
    package func script(_ sql: String) throws(PostgresError) -> Rows {
        guard PQsendQuery(handle, sql) == 1 else { throw broken }
        return try answer()
    }

    /// Shows every row of a query in turn; in memory is only a page of them.
    ///
    /// Further statements may run meanwhile. A transaction must be open.
    package func forEach(
        _ sql: String,
        _ values: [Value] = [],
        page: Int = 2_000,
        _ body: (Row) throws -> Void
    ) throws {
        cursors += 1
        let name = "rows_\(cursors)"
        try executeOnce("DECLARE \(name) NO SCROLL CURSOR FOR \(sql)", values)
        while case let rows = try executeOnce("FETCH \(page) FROM \(name)"), !rows.isEmpty {
            for row in rows { try body(row) }
            // The end of the transaction closes what has been read to its end.
            if rows.count < page { return }
        }
    }

    private func prepared(_ sql: String) throws(PostgresError) -> String? {
        if let name = statements[sql] { return name }
        guard statements.count < Self.keptStatements else { return nil }
        let name = "s\(statements.count + 1)"
        guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw broken }
        _ = try answer()
        statements[sql] = name
        return name
    }

    /// Hands the values to libpq as a list of C strings.
    private func withParameters(
        _ values: [Value],
        _ send: (UnsafePointer<UnsafePointer<CChar>?>?) -> Int32
    ) throws(PostgresError) {
        var bytes: [CChar] = []
        var places: [Int?] = []
        for value in values {
            guard let text = value.bytes else {
                places.append(nil)
                continue
            }
            guard !text.contains(0) else { throw .zeroByte }
            places.append(bytes.count)
            for byte in text { bytes.append(CChar(bitPattern: byte)) }
            bytes.append(0)
        }
        let isSent = bytes.withUnsafeBufferPointer { buffer in
            let pointers = places.map { place in place.flatMap { buffer.baseAddress?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer { send($0.baseAddress) } == 1
        }
        guard isSent else { throw broken }
    }
}
