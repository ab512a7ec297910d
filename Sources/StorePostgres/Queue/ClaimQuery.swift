import Deliveries
import People

/// The question behind a claim: due deliveries with the person and all that the gate asks about.
struct ClaimQuery {
    let channel: ChannelProfile

    /// Where in a row the facts stand; the delivery's number is first.
    enum Column {
        static let attempts = 1
        static let consent = 2
        static let done = 3
        static let reached = 4
        static let person = 5
        static let due = person + PersonRow.width
        static let inDoubt = due + 1
        static let mayWantOut = inDoubt + 1
        static let lastAsked = mayWantOut + 1
    }

    /// Its columns stand in the order of ``Column``.
    ///
    /// A person's earlier texts, and what they wrote back, matter to text messages alone. A batch that was begun is taken
    /// whole, as soon as any of it is due: its sheet replaces the one before, and a part of it would make the others' doors
    /// disappear. What somebody else is just claiming is passed over.
    func sql(isBatch: Bool) -> String {
        let isText = channel.addressKind == .textPhone
        let reached =
            isText
            ? """
            EXISTS (SELECT 1 FROM deliveries e WHERE e.person = d.person AND e.channel = d.channel
                AND e.state IN ('sent', 'delivered', 'held'))
            """ : "false"
        let unread = "i.channel = d.channel AND i.perhaps_stop = 1 AND i.handled_at IS NULL"
        let mayWantOut =
            isText
            ? """
            (EXISTS (SELECT 1 FROM inbox i WHERE i.sender = p.phone AND \(unread))
                OR EXISTS (SELECT 1 FROM inbox i WHERE i.person = d.person AND \(unread)))
            """ : "false"
        let facts = """
            SELECT d.number, d.attempts,
                (SELECT c.state FROM consents c WHERE c.person = d.person AND c.channel = d.channel),
                EXISTS (SELECT 1 FROM completions f WHERE f.call = d.call AND f.person = d.person),
                \(reached), \(PersonRow.columns), d.due, d.in_doubt, \(mayWantOut),
                \(PersonRow.lastAsked("AND l.call <> d.call"))
            """
        let due = "state = 'queued' AND \(isBatch ? "batch = $4" : "due <= $4 AND batch IS NULL")"
        if channel.pace.groups {
            return """
                \(facts)
                FROM deliveries d JOIN people p ON p.number = d.person
                WHERE d.call = $1 AND d.channel = $2 AND \(due)
                ORDER BY p.walk_key NULLS FIRST, d.number LIMIT $3 FOR UPDATE OF d
                """
        }
        return """
            \(facts)
            FROM (SELECT * FROM deliveries WHERE call = $1 AND channel = $2 AND \(due)
                ORDER BY due, number LIMIT $3 FOR UPDATE SKIP LOCKED) AS d
            JOIN people p ON p.number = d.person ORDER BY d.due, d.number
            """
    }
}
