import Calls
import Deliveries
import People
import Postgres

extension Receiving {
    private static let softBounces = SoftBounceRule()

    /// A delivery that news is about.
    private struct Found {
        let number: Int64
        let call: Int64
        let person: Int64
        let state: DeliveryState
        let attempts: Int
    }

    mutating func take(_ receipt: Receipt) throws -> AnswerResult {
        if receipt.isAboutTest { return .nothingNew }
        let found = try locate(receipt)
        let stated = receipt.traces.lazy.compactMap { trace in
            if case .address(let address) = trace { address } else { nil }
        }.first
        let address = try found.flatMap { try self.address(of: $0.person, receipt.kind) } ?? stated
        guard found != nil || address != nil else { return .unknown }
        switch receipt.news {
        case .delivered:
            guard let found else { return .unknown }
            let state = try move(found, receipt, reason: nil)
            return state == nil && found.state != .sending ? .nothingNew : .noted(state, isStruckOut: false)
        case .bounced(let bounce):
            guard try isNews(receipt.origin, receipt.channel) else { return .nothingNew }
            var state: DeliveryState?
            if let found { state = try move(found, receipt, reason: Masking.mask(bounce.words)) }
            let isStruckOut = try address.map { try count(bounce, of: $0, receipt, delivery: found?.number) } ?? false
            return .noted(state, isStruckOut: isStruckOut)
        case .complained(let words):
            return try optOutAll(receipt, found?.person, address, words: words, by: "complaint")
        case .optedOut(let words):
            return try optOutAll(receipt, found?.person, address, words: words, by: "reply")
        }
    }

    private func locate(_ receipt: Receipt) throws -> Found? {
        for trace in receipt.traces {
            let row =
                switch trace {
                case .delivery(let number): try delivery("number = $2", [.integer(number.rawValue)], receipt.channel)
                case .reference(let text):
                    // Said in full, since the index is chosen by it.
                    try delivery(
                        "reference = $2 AND reference IS NOT NULL AND substr(reference, 1, 1) <> '<'",
                        [.text(text)],
                        receipt.channel
                    )
                case .address(let address): try lastDelivery(to: address, receipt)
                }
            if let row {
                let state = DeliveryState(rawValue: row[3]) ?? .failed
                return Found(number: row[0], call: row[1], person: row[2], state: state, attempts: row[4])
            }
        }
        return nil
    }

    private func delivery(_ condition: String, _ values: [Value], _ channel: ChannelID) throws -> Row? {
        try db.execute(
            "SELECT number, call, person, state, attempts FROM deliveries WHERE channel = $1 AND \(condition)",
            [.text(channel.rawValue)] + values
        ).first
    }

    private func lastDelivery(to address: String, _ receipt: Receipt) throws -> Row? {
        let rows = try bearers(of: address, receipt.kind).compactMap { bearer in
            try delivery(
                """
                number = (SELECT number FROM deliveries WHERE person = $2 AND channel = $1
                    AND state IN ('sending', 'sent', 'delivered', 'bounced', 'held') ORDER BY at DESC, number DESC LIMIT 1)
                """,
                [.integer(bearer.number)],
                receipt.channel
            )
        }
        return rows.first
    }

    /// Moves a delivery as ``ReceiptRule`` says; what is still in a worker's hands is moved when it is settled.
    private mutating func move(_ found: Found, _ receipt: Receipt, reason: String?) throws -> DeliveryState? {
        if found.state == .sending {
            // A bounce outranks what was reported before it.
            let state: DeliveryState = if case .delivered = receipt.news { .delivered } else { .bounced }
            try db.execute(
                """
                INSERT INTO early_receipts (delivery, state, reason) VALUES ($1, $2, $3)
                ON CONFLICT (delivery) DO UPDATE SET state = excluded.state, reason = excluded.reason
                WHERE early_receipts.state = 'delivered'
                """,
                [.integer(found.number), .text(state.rawValue), .text(reason)]
            )
            return nil
        }
        guard let state = ReceiptRule.state(from: found.state, attempts: found.attempts, after: receipt.news)
        else { return nil }
        try db.execute(
            "UPDATE deliveries SET state = $1, reason = $2, due = NULL, at = $3 WHERE number = $4",
            [.text(state.rawValue), .text(reason), .integer(stamp.rawValue), .integer(found.number)]
        )
        tally.move(call: found.call, channel: receipt.channel.rawValue, from: found.state, to: state)
        return state
    }

    /// Counts a bounce against an address.
    ///
    /// A report about another address than the person's — mended since, or one it was forwarded to — is counted as one that
    /// may pass: it proves nothing about this one.
    ///
    /// - Returns: Whether the address is struck out by it.
    private func count(_ bounce: Bounce, of address: String, _ receipt: Receipt, delivery: Int64?) throws -> Bool {
        let isAboutIt = bounce.addresses.isEmpty || bounce.addresses.contains(address)
        if bounce.permanence == .hard, isAboutIt {
            return try strikeOut(address, receipt.kind, reason: .hardBounce, channel: receipt.channel)
        }
        let mark: [Value] = [.text(receipt.kind.rawValue), .blob(store.key.fingerprint(address))]
        try db.execute(
            """
            INSERT INTO soft_bounces (kind, fingerprint, delivery, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """,
            mark + [.integer(delivery ?? receipt.origin.numberWithoutDelivery), .integer(now.rawValue)]
        )
        let since = now.rawValue - Self.softBounces.period.milliseconds
        let bounces: Int =
            try db.execute(
                "SELECT count(*) FROM soft_bounces WHERE kind = $1 AND fingerprint = $2 AND at > $3",
                mark + [.integer(since)]
            ).first?[0] ?? 0
        guard Self.softBounces.strikesOut(bounces) else { return false }
        return try strikeOut(address, receipt.kind, reason: .softBounces, channel: receipt.channel)
    }

    private mutating func optOutAll(
        _ receipt: Receipt,
        _ person: Int64?,
        _ address: String?,
        words: String,
        by recorder: String
    ) throws -> AnswerResult {
        guard try isNews(receipt.origin, receipt.channel) else { return .nothingNew }
        var bearers = try address.map { try self.bearers(of: $0, receipt.kind) } ?? []
        if bearers.isEmpty, let person { bearers = [Bearer(number: person, language: "")] }
        guard let first = bearers.first else { return .unknown }
        var hasNews = false
        for bearer in bearers {
            let words = Masking.mask(words)
            if try optOut(bearer.number, of: receipt.channel, words: words, receipt.origin, by: recorder) {
                hasNews = true
            }
        }
        return hasNews ? .optedOut(AnswerLanguage(tag: first.language)) : .nothingNew
    }
}

extension PostgresStore {
    /// Applies reports that came before the outcome was written.
    ///
    /// - Parameters:
    ///   - stamp: The transaction's time.
    ///   - tally: Takes up the change.
    ///   - db: The transaction.
    /// - Throws: What the server says.
    static func applyEarlyReceipts(at stamp: Timestamp, _ tally: inout Tally, _ db: Connection) throws {
        let rows = try db.execute(
            """
            SELECT e.delivery, e.state, e.reason, d.state, d.attempts, d.call, d.channel
            FROM early_receipts e JOIN deliveries d ON d.number = e.delivery WHERE d.state <> 'sending'
            """
        )
        if rows.isEmpty { return }
        for row in rows {
            let before = DeliveryState(rawValue: row[3]) ?? .failed
            let news: ReceiptNews = (row[1] as String) == "delivered" ? .delivered : .bounced(Bounce(.soft, words: ""))
            guard let after = ReceiptRule.state(from: before, attempts: row[4], after: news) else { continue }
            try db.execute(
                "UPDATE deliveries SET state = $1, reason = $2, due = NULL, at = $3 WHERE number = $4",
                [.text(after.rawValue), .text(row[2] as String?), .integer(stamp.rawValue), .integer(row[0] as Int64)]
            )
            tally.move(call: row[5], channel: row[6], from: before, to: after)
        }
        try db.execute("DELETE FROM early_receipts WHERE delivery = ANY($1)", [.integers(rows.map { $0[0] as Int64 })])
    }
}
