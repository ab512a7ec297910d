import Calls
import Deliveries
import Reviews

/// The metrics as a scraper reads them.
struct MetricsPage {
    let counts: WorkMetrics.Counts
    let sight: QueueWatch.Sight?
    let sinceSignOfLife: Duration?
    let started: Timestamp
    let now: Timestamp
    let present: ContinuousClock.Instant

    var text: String {
        var page = Exposition()
        worker(&page)
        channels(&page)
        lanes(&page)
        database(&page)
        if let sight { queue(sight, &page) }
        return page.text
    }

    private var sorted: [(id: ChannelID, counts: WorkMetrics.Counts.Channel)] {
        counts.channels.sorted { $0.key < $1.key }.map { (id: $0.key, counts: $0.value) }
    }

    private func byChannel(
        _ value: (WorkMetrics.Counts.Channel) -> Double
    ) -> [(labels: Exposition.Labels, value: Double)] {
        sorted.map { (labels: [("channel", $0.id.rawValue)], value: value($0.counts)) }
    }

    private func worker(_ page: inout Exposition) {
        let number = counts.worker.map { String($0.rawValue) } ?? ""
        let names = sorted.map(\.id.rawValue).joined(separator: ",")
        page.family(
            "clarion_worker_info",
            .gauge,
            "This worker: its number in the database and its channels.",
            [(labels: [("worker", number), ("channels", names)], value: 1)]
        )
        page.single(
            "clarion_worker_start_time_seconds",
            .gauge,
            "When this worker began, in seconds since 1970.",
            Double(started.rawValue) / 1_000
        )
        page.single(
            "clarion_worker_heartbeat_age_seconds",
            .gauge,
            "How long ago the database last took a sign of life of this worker.",
            sinceSignOfLife?.seconds ?? .nan
        )
        page.single(
            "clarion_worker_stopping",
            .gauge,
            "Whether this worker was asked to stop.",
            counts.isStopping ? 1 : 0
        )
    }

    private func channels(_ page: inout Exposition) {
        page.family(
            "clarion_outcomes_total",
            .counter,
            "Outcomes written, by channel and by what became of the delivery.",
            sorted.flatMap { channel in
                // Those that an alarm divides by are there from the start.
                let zeros = ["sent": 0, "failed": 0, "retried": 0, "deferred": 0, "held": 0]
                return zeros.merging(channel.counts.settled) { $1 }.sorted { $0.key < $1.key }.map { outcome, count in
                    (labels: [("channel", channel.id.rawValue), ("outcome", outcome)], value: Double(count))
                }
            }
        )
        page.family(
            "clarion_attempts_total",
            .counter,
            "Attempts that count towards the limit of tries.",
            byChannel { Double($0.attempts) }
        )
        page.family("clarion_claims_total", .counter, "Claims that found something.", byChannel { Double($0.claims) })
        page.family(
            "clarion_claimed_deliveries_total",
            .counter,
            "Deliveries claimed.",
            byChannel { Double($0.claimed) }
        )
        page.family(
            "clarion_in_hand_deliveries",
            .gauge,
            "Deliveries claimed whose outcome is not written yet.",
            byChannel { Double($0.inHand) }
        )
    }

    private func lanes(_ page: inout Exposition) {
        page.family(
            "clarion_lane_waiting_seconds",
            .gauge,
            "For how long the channel has been waiting for its server; 0 when it goes on.",
            byChannel { channel in channel.wait.map { max(0.001, (now - $0.since).seconds) } ?? 0 }
        )
        page.family(
            "clarion_lane_waits_total",
            .counter,
            "How often the channel began to wait.",
            byChannel { Double($0.waits) }
        )
    }

    private func database(_ page: inout Exposition) {
        page.histogram(
            "clarion_commit_duration_seconds",
            "How long the database took to write a group of outcomes durably.",
            counts.commits
        )
        page.histogram("clarion_claim_duration_seconds", "How long a claim took in the database.", counts.claims)
        page.family(
            "clarion_database_errors_total",
            .counter,
            "How often the database refused or failed, by what was asked of it.",
            counts.stumbles.sorted { $0.key < $1.key }.map { (labels: [("task", $0.key)], value: Double($0.value)) }
        )
        page.single(
            "clarion_late_outcomes_total",
            .counter,
            "Outcomes that came after another worker had taken over.",
            Double(counts.late)
        )
        page.single(
            "clarion_rescued_deliveries_total",
            .counter,
            "Deliveries taken up from workers that had ended.",
            Double(counts.rescued)
        )
    }

    private func queue(_ sight: QueueWatch.Sight, _ page: inout Exposition) {
        let channels = sight.health.channels
        page.family(
            "clarion_queue_deliveries",
            .gauge,
            "Deliveries of all calls, by channel and state.",
            channels.flatMap { channel in
                [("queued", channel.queued), ("sending", channel.sending), ("held", channel.held)].map {
                    (labels: [("channel", channel.id.rawValue), ("state", $0.0)], value: Double($0.1))
                }
            }
        )
        page.family(
            "clarion_queue_oldest_due_age_seconds",
            .gauge,
            "For how long the delivery that waits the longest has been due; 0 when nothing is due.",
            channels.map { channel in
                let age = channel.oldestDue.map { max(0, (now - $0).seconds) } ?? 0
                return (labels: [("channel", channel.id.rawValue)], value: age)
            }
        )
        page.single(
            "clarion_workers_alive",
            .gauge,
            "Workers of this database that live.",
            Double(sight.health.workers.count { $0.isAlive })
        )
        page.single(
            "clarion_queue_read_age_seconds",
            .gauge,
            "How old the numbers of the queue are; more than a few seconds means that the database does not answer.",
            sight.at.duration(to: present).seconds
        )
    }
}
