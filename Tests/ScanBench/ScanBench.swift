import CanvassChannel
import Deliveries
import Foundation
import Paper
import Pictures
import SheetReading
import Synchronization

/// Prints sheets, marks them, scans them in software, reads them, and says how well that went.
struct ScanBench {
    /// Sheets a condition.
    let pages: Int
    /// Only conditions whose names hold this.
    let only: String
    let isVerbose: Bool
    /// Another one makes other people, hands and cameras: thresholds are not tried on the numbers that are published.
    var seed: UInt64 = 0

    func run() async throws {
        let samples = try await SamplePages(people: 130)
        defer { try? FileManager.default.removeItem(at: samples.folder) }
        say("\(samples.pages.count) sample sheets, \(samples.pages.map(\.sheet.rows.count).reduce(0, +)) rows")
        say(Self.head)
        for (number, condition) in Condition.all.enumerated() where only.isEmpty || condition.name.contains(only) {
            let score = try await run(condition, seed: UInt64(number) << 32 &+ seed << 48, samples)
            say(Self.line(condition.name, score))
            if isVerbose { for example in score.examples.prefix(40) { say("    \(example)") } }
        }
        say("most memory: \(Self.peakMemory) MB")
    }

    private func run(_ condition: Condition, seed: UInt64, _ samples: SamplePages) async throws -> Score {
        var score = Score()
        let marked = samples.pages.filter { !$0.sheet.rows.isEmpty }
        for trial in 0..<max(1, pages / condition.pagesAPicture) {
            var chance = Chance(seed: seed &+ UInt64(trial))
            var desks: [GreyPicture] = []
            var meant: [String: [Meaning]] = [:]
            var written: [String: Set<Int>] = [:]
            for part in 0..<condition.pagesAPicture {
                let page = marked[(trial * condition.pagesAPicture + part) % marked.count]
                var desk = Desk(page.picture)
                var hand = Hand(geometry: .letter, seed: chance.next(), unclearShare: 0.06)
                meant[page.sheet.id] = hand.fill(&desk, page.sheet)
                written[page.sheet.id] = hand.signUp(&desk, page.sheet)
                desks.append(desk.picture)
            }
            let picture = condition.camera.picture(of: desks, &chance)
            let file = samples.folder.appending(path: "scan.jpg")
            try Data(picture.jpeg(quality: condition.camera.quality)).write(to: file)
            let read = try await read(file.path, samples, &score)
            for (sheet, meanings) in meant {
                score.pages += 1
                if read[sheet] == nil {
                    score.pagesUnread += 1
                    score.examples.append("\(trial): \(sheet) not read")
                }
                let before = score.examples.count
                for (index, meaning) in meanings.enumerated() {
                    score.add(meaning, read[sheet]?.rows[index], "\(trial): \(sheet) row \(index)")
                }
                // A page that is not read at all is typed from the paper.
                if let seen = read[sheet]?.signUps {
                    score.add(signUps: written[sheet] ?? [], seen: seen, "\(trial): \(sheet)")
                }
                guard isVerbose, read[sheet] == nil || score.examples.count > before else { continue }
                let name = "\(condition.name.filter(\.isLetter))-\(trial).jpg"
                try? FileManager.default.copyItem(at: file, to: URL(filePath: NSTemporaryDirectory() + "/" + name))
            }
        }
        return score
    }

    private struct Read {
        let rows: [ScannedRow]
        let signUps: Set<Int>
    }

    private func read(_ path: String, _ samples: SamplePages, _ score: inout Score) async throws -> [String: Read] {
        let found = Mutex<[String: Read]>([:])
        let sheets = Dictionary(uniqueKeysWithValues: samples.pages.map { ($0.sheet.id, $0.sheet) })
        let start = Self.processorSeconds
        try await samples.driver.read(path, sheet: { sheets[$0] }) { page in
            switch page.content {
            case .sheet(let sheet, let rows):
                found.withLock { $0[sheet.id] = Read(rows: rows, signUps: Set(page.signUps.map(\.row))) }
            case .unread(let reason), .companion(let reason): if isVerbose { say("    \(reason)") }
            }
        }
        let seconds = Self.processorSeconds - start
        score.seconds += seconds
        score.slowest = max(score.slowest, seconds)
        return found.withLock { $0 }
    }

    /// At once, wherever it goes: a run takes minutes.
    private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private static var processorSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }

    private static let head =
        "condition                        sheets unread   rows   right %    sent   wrong  unclear: caught wrong  sign-ups missed needless  ms/sheet  most"

    private static func line(_ name: String, _ score: Score) -> String {
        func pad(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let share = String(format: "%.3f", 100 * Double(score.right) / Double(max(1, score.rows)))
        let mean = String(format: "%.0f", 1_000 * score.seconds / Double(max(1, score.pages)))
        let columns = [
            (score.pages, 7), (score.pagesUnread, 7), (score.rows, 7),
        ].map { pad("\($0.0)", $0.1) }.joined()
        return name + String(repeating: " ", count: max(0, 32 - name.count)) + columns + pad(share, 10)
            + pad("\(score.sent)", 8) + pad("\(score.wrong)", 8) + pad("\(score.unclearCaught)", 16)
            + pad("\(score.unclearWrong)", 6) + pad("\(score.signUps)", 10) + pad("\(score.signUpsMissed)", 7)
            + pad("\(score.signUpsNeedless)", 9) + pad(mean, 10) + pad("\(Int(score.slowest * 1_000))", 6)
    }
}
