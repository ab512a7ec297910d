import Calls
import Deliveries
import Foundation
import Reviews
import TestKit
import Testing
import Work

@testable import Vitals

/// What a scraper would read, as a parser that is not ours understands it.
struct MetricsTests {
    private func counted() -> WorkMetrics {
        let metrics = WorkMetrics()
        metrics.note(.began(WorkerNumber(rawValue: 7), channels: [MailChannel.id, TextChannel.id]))
        metrics.note(.claimed(MailChannel.id, count: 5, took: .milliseconds(3)))
        var counts = SettledCounts()
        counts.add(.sent(reference: nil))
        counts.add(.sent(reference: nil))
        counts.add(.retry(at: Samples.start, "busy"))
        counts.add(.snoozed(until: Samples.start, nil))
        metrics.note(.settled([MailChannel.id: counts], took: .milliseconds(7)))
        metrics.note(.settled([:], took: .seconds(300)))
        let wait = LaneWait(since: Samples.start, next: Samples.start + .seconds(60), reason: "away")
        for _ in 1...2 { metrics.note(.lane(TextChannel.id, wait)) }
        metrics.note(.stumbled(.recorder))
        metrics.note(.late(3))
        metrics.note(.rescued(4))
        return metrics
    }

    private func page(_ metrics: WorkMetrics, _ sight: QueueWatch.Sight?) -> String {
        MetricsPage(
            counts: metrics.counts,
            sight: sight,
            sinceSignOfLife: .seconds(2),
            started: Samples.start,
            now: Samples.start + .seconds(90),
            present: .now
        ).text
    }

    /// Every sample by its name and labels.
    private func parse(_ text: String) throws -> [String: Double] {
        let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let program = """
            import json, sys
            from prometheus_client.parser import text_string_to_metric_families as families
            samples = {}
            for family in families(open(sys.argv[1]).read()):
                assert family.documentation and family.type != 'unknown', family.name
                for sample in family.samples:
                    labels = ','.join(f'{name}={value}' for name, value in sorted(sample.labels.items()))
                    key = f'{sample.name}{{{labels}}}'
                    assert key not in samples, key
                    samples[key] = sample.value if sample.value == sample.value else -1
            print(json.dumps(samples))
            """
        let output = try Tool.run("/usr/bin/python3", "-c", program, file.path)
        return try JSONDecoder().decode([String: Double].self, from: Data(output.utf8))
    }

    @Test func aParserThatIsNotOursReadsEverySample() throws {
        let health = QueueHealth(
            channels: [
                .init(id: MailChannel.id, queued: 12, sending: 3, held: 1, oldestDue: Samples.start + .seconds(30))
            ],
            lanes: [:],
            workers: [],
            lastSeen: nil,
            oldestUnsent: nil
        )
        let samples = try parse(page(counted(), QueueWatch.Sight(health: health, at: .now)))
        let mail = "channel=\(MailChannel.id)"
        let text = "channel=\(TextChannel.id)"
        #expect(samples["clarion_outcomes_total{\(mail),outcome=sent}"] == 2)
        #expect(samples["clarion_outcomes_total{\(mail),outcome=retried}"] == 1)
        #expect(samples["clarion_outcomes_total{\(mail),outcome=deferred}"] == 1)
        #expect(samples["clarion_outcomes_total{\(text),outcome=held}"] == 0)
        #expect(samples["clarion_attempts_total{\(mail)}"] == 3)
        #expect(samples["clarion_claims_total{\(mail)}"] == 1)
        #expect(samples["clarion_in_hand_deliveries{\(mail)}"] == 1)
        #expect(samples["clarion_lane_waiting_seconds{\(text)}"] == 90)
        #expect(samples["clarion_lane_waiting_seconds{\(mail)}"] == 0)
        #expect(samples["clarion_lane_waits_total{\(text)}"] == 1)
        #expect(samples["clarion_commit_duration_seconds_bucket{le=0.005}"] == 0)
        #expect(samples["clarion_commit_duration_seconds_bucket{le=0.01}"] == 1)
        #expect(samples["clarion_commit_duration_seconds_bucket{le=60}"] == 1)
        #expect(samples["clarion_commit_duration_seconds_bucket{le=+Inf}"] == 2)
        #expect(samples["clarion_commit_duration_seconds_count{}"] == 2)
        #expect(abs((samples["clarion_commit_duration_seconds_sum{}"] ?? 0) - 300.007) < 0.001)
        #expect(samples["clarion_database_errors_total{task=settle}"] == 1)
        #expect(samples["clarion_late_outcomes_total{}"] == 3)
        #expect(samples["clarion_rescued_deliveries_total{}"] == 4)
        #expect(samples["clarion_queue_deliveries{\(mail),state=queued}"] == 12)
        #expect(samples["clarion_queue_oldest_due_age_seconds{\(mail)}"] == 60)
        #expect(samples["clarion_worker_info{channels=\(MailChannel.id),\(TextChannel.id),worker=7}"] == 1)
    }

    @Test func aWorkerThatHasNotBegunHasAPageAsWell() throws {
        let samples = try parse(page(WorkMetrics(), nil))
        #expect(samples["clarion_worker_info{channels=,worker=}"] == 1)
        #expect(samples.keys.allSatisfy { !$0.hasPrefix("clarion_queue") })
    }

    @Test func labelsWithQuotesAndLineEndsComeBackAsTheyWere() throws {
        var page = Exposition()
        let hostile = "a\"b\\c\nd\\n é"
        page.family("sample", .gauge, "One \\ two\nthree", [(labels: [("label", hostile)], value: 0.25)])
        page.single("other", .gauge, "Infinite", -.infinity)
        let file = FileManager.default.temporaryDirectory.appending(path: "metrics-\(UUID().uuidString)")
        try Data(page.text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let program = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families as families
            family = next(families(open(sys.argv[1]).read()))
            print(family.samples[0].labels['label'], end='')
            """
        #expect(try Tool.run("/usr/bin/python3", "-c", program, file.path) == hostile)
    }
}
