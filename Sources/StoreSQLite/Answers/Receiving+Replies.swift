import Calls
import Deliveries
import GRDB
import People

extension Receiving {
    /// Who writes into the ledger what people answer.
    static let recorder = "reply"

    func take(_ reply: ReceivedReply) throws -> AnswerResult {
        guard try isNews(reply.origin, reply.channel) else { return .nothingNew }
        let bearers = try bearers(of: reply.sender, reply.kind)
        let language = AnswerLanguage(tag: bearers.first?.language ?? "")
        switch ReplyMeaning(reply.words) {
        case .stop: return try stop(reply, bearers) ? .optedOut(language) : .nothingNew
        case .start: return try start(reply, bearers) ? .optedIn(language) : .nothingNew
        case .help: return .askedForHelp(language)
        case .perhapsStop:
            var held = 0
            for bearer in bearers {
                let reason = InboxMessage.holdingReason
                held += try endQueued(of: bearer.number, on: reply.channel, as: .held, reason: reason)
            }
            return .kept(try keep(reply, bearers, isPerhapsStop: true), held: held)
        case .words(let line):
            if let result = try complete(line, reply, bearers) { return result }
            if ReplyMeaning.isYes(line), try start(reply, bearers) { return .optedIn(language) }
            return .kept(try keep(reply, bearers, isPerhapsStop: false), held: 0)
        }
    }

    /// Ends everything for a number, whoever bears it, now or after a later import.
    ///
    /// - Returns: Whether that is new, so that it is confirmed once.
    private func stop(_ reply: ReceivedReply, _ bearers: [Bearer]) throws -> Bool {
        var isNew = try strikeOut(reply.sender, reply.kind, reason: .stop, channel: reply.channel)
        for bearer in bearers {
            let hasChanged = try optOut(
                bearer.number,
                of: reply.channel,
                words: reply.words,
                reply.origin,
                by: Self.recorder
            )
            isNew = hasChanged || isNew
        }
        return isNew
    }

    /// Grants again what a STOP had withdrawn, and nothing else: an organizer's or a page's withdrawal stays, before a STOP too.
    ///
    /// - Returns: Whether anything was granted, or the number was free again.
    private func start(_ reply: ReceivedReply, _ bearers: [Bearer]) throws -> Bool {
        var isNew = try lift(reply.sender, reply.kind, reason: .stop, channel: reply.channel)
        for bearer in bearers {
            // The lines since the person was in; the worker writes down what the carrier says it was told.
            let sql = """
                SELECT count(*) > 0 AND count(*) = count(*) FILTER (WHERE recorded_by = ?3 OR recorded_by = 'worker')
                    AND EXISTS (SELECT 1 FROM consent_entries b WHERE b.person = ?1 AND b.channel = ?2 AND b.state = 'granted')
                FROM consent_entries WHERE person = ?1 AND channel = ?2 AND sequence > coalesce((
                    SELECT max(sequence) FROM consent_entries b
                    WHERE b.person = ?1 AND b.channel = ?2 AND b.state <> 'withdrawn'), 0)
                """
            let isByStopAlone = try Bool.fetchOne(
                db.cachedStatement(sql: sql),
                arguments: [bearer.number, reply.channel.rawValue, Self.recorder]
            )
            guard isByStopAlone == true else { continue }
            let change = ConsentChange(
                channel: reply.channel,
                state: .granted,
                at: now,
                source: reply.origin.source,
                wording: reply.words,
                evidence: reply.origin.id
            )
            try store.appendConsent(change, of: bearer.number, by: Self.recorder, now: now, db)
            isNew = true
        }
        return isNew
    }

    /// Completes the ask that a word answers: of the calls that asked the person on this channel and are still open, the one
    /// that opened last among those whose word it is.
    ///
    /// A word that was sent twice completes that ask once, and no older one.
    private func complete(_ line: String, _ reply: ReceivedReply, _ bearers: [Bearer]) throws -> AnswerResult? {
        for bearer in bearers {
            let asks = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT c.number, c.slug, json_extract(c.content, '$.action.reply')
                        FROM deliveries d JOIN calls c ON c.number = d.call
                        WHERE d.person = ?1 AND d.channel = ?2 AND d.state IN ('sending', 'sent', 'delivered', 'held')
                            AND c.course <> 'cancelled' AND (c.expires_at IS NULL OR c.expires_at > ?3)
                        ORDER BY max(c.submitted_at, coalesce(c.publish_at, 0)) DESC, c.number DESC
                        """
                ),
                arguments: [bearer.number, reply.channel.rawValue, now.rawValue]
            )
            let ask = asks.first { row in (row[2] as String?).map { ReplyMeaning.isSame($0, as: line) } ?? false }
            guard let ask else { continue }
            let completion = (at: now, via: reply.channel.rawValue, evidence: "\(reply.words) (\(reply.origin.id))")
            let done = try SQLiteStore.complete(
                call: ask[0],
                person: bearer.number,
                at: completion.at,
                via: completion.via,
                evidence: completion.evidence,
                now: now,
                db
            )
            return .completed(call: ask[1], isNew: done.isNew)
        }
        return nil
    }

    private func keep(_ reply: ReceivedReply, _ bearers: [Bearer], isPerhapsStop: Bool) throws -> InboxNumber {
        try db.cachedStatement(
            sql: "INSERT INTO inbox (at, channel, person, sender, words, perhaps_stop) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            now.rawValue, reply.channel.rawValue, bearers.count == 1 ? bearers[0].number : nil, reply.sender,
            reply.words,
            isPerhapsStop,
        ])
        return InboxNumber(rawValue: db.lastInsertedRowID)
    }
}
