package import Deliveries
package import People

/// A batch that becomes one file: printed whole, and of nobody who withdrew while it was being drawn.
package struct WholeBatch: Sendable {
    /// Whether the paper can take somebody to this person: a door, a number.
    let reaches: @Sendable (Person) -> Bool
    /// The reason in the log for whom it cannot.
    let unreached: String
    /// Draws the pages, and puts the file in its place unless it is not wanted any more; then it gives `nil`.
    let print: @Sendable (Envelope, @escaping @Sendable () -> Bool) async throws -> [PrintedPerson]?
    /// What becomes of everybody in it when it cannot be printed.
    let outcome: @Sendable (any Error) -> Outcome

    package init(
        reaches: @escaping @Sendable (Person) -> Bool,
        unreached: String,
        print: @escaping @Sendable (Envelope, @escaping @Sendable () -> Bool) async throws -> [PrintedPerson]?,
        outcome: @escaping @Sendable (any Error) -> Outcome
    ) {
        self.reaches = reaches
        self.unreached = unreached
        self.print = print
        self.outcome = outcome
    }

    /// Prints a batch; anew without them, when somebody on it withdrew meanwhile.
    package func deliver(_ envelope: Envelope, _ report: @Sendable (Report) -> Void) async {
        var items = envelope.items
        while true {
            let mayBegin = envelope.whichMayBegin(items.map(\.delivery))
            let (begun, stopped) = items.partitioned { mayBegin.contains($0.delivery) }
            for item in stopped { report(Report(item.delivery, .interrupted)) }
            let (reached, nowhere) = begun.partitioned { reaches($0.person) }
            for item in nowhere { report(Report(item.delivery, .refused(reason: unreached))) }
            guard !reached.isEmpty else { return }
            items = reached
            let deliveries = reached.map(\.delivery)
            let batch = Envelope(
                briefing: envelope.briefing,
                batch: envelope.batch,
                turf: envelope.turf,
                items: reached
            )
            do {
                let rows = try await print(batch) { envelope.whichMayBegin(deliveries).count == deliveries.count }
                guard let rows else { continue }
                for row in rows {
                    report(Report(row.delivery, .sent(reference: row.reference), place: row.place))
                }
            } catch {
                for item in reached { report(Report(item.delivery, outcome(error))) }
            }
            return
        }
    }
}

extension Array {
    fileprivate func partitioned(by belongs: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        // Each is asked about once: the answer may change with time.
        reduce(into: ([], [])) { parts, element in
            if belongs(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
    }
}
