/// Mails that wait for a lane, first come first served.
struct JobQueue {
    private var jobs: [Job?] = []
    private var head = 0

    var count: Int { jobs.count - head }
    var isEmpty: Bool { head == jobs.count }

    mutating func append(_ more: [Job]) {
        if isEmpty {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        }
        jobs += more.map(Optional.some)
    }

    /// Puts a mail that was begun in vain before all others.
    mutating func putBack(_ job: Job) {
        if head > 0 {
            head -= 1
            jobs[head] = job
        } else {
            jobs.insert(job, at: 0)
        }
    }

    /// Takes the next mail; frees its memory here, since a queue may live long.
    mutating func next() -> Job? {
        guard !isEmpty else { return nil }
        defer {
            jobs[head] = nil
            head += 1
        }
        return jobs[head]
    }

    /// Takes out every mail that fits.
    mutating func removeAll(where fits: (Job) -> Bool) -> [Job] {
        let waiting = jobs[head...].compactMap(\.self)
        jobs = waiting.filter { !fits($0) }
        head = 0
        return waiting.filter(fits)
    }
}
