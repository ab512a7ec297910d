import Foundation
import TestKit
import Testing

/// The faults, counted; at the end one table.
@Suite(.serialized, .tableau, .timeLimit(.minutes(240)))
struct FaultTests {
    /// What happens to processes is tried alone, so that the moments are as chance chose them.
    @Test(arguments: Fault.alone.filter { $0.isWanted(Scale.current) })
    func nothingIsLostAndTheRestIsCounted(_ fault: Fault) async { await Self.count(fault) }

    /// What others do to us is mostly waiting, so several rounds wait at the same time.
    @Test func whateverTheOtherSideDoesIsCounted() async {
        var waiting = Fault.together.filter { $0.isWanted(Scale.current) }[...]
        await withTaskGroup { group in
            for _ in 0..<4 { if let fault = waiting.popFirst() { group.addTask { await Self.count(fault) } } }
            for await _ in group { if let fault = waiting.popFirst() { group.addTask { await Self.count(fault) } } }
        }
    }

    private static func count(_ fault: Fault) async {
        let scale = Scale.current
        for engine in fault.engines(scale) {
            var line = Tableau.Line(fault: fault.name, engine: engine.rawValue, rule: fault.bound)
            let began = ContinuousClock.now
            line.obstacle = fault.obstacle() ?? engine.obstacle
            if line.obstacle == nil {
                for number in 1...scale.rounds {
                    let round = Round(engine: engine, scale: scale, seed: scale.seed &+ UInt64(number))
                    do {
                        line.add(try await fault.play(round))
                    } catch {
                        line.rounds += 1
                        line.complaints.append("round \(number): \(error)")
                    }
                }
            }
            for complaint in line.complaints {
                Issue.record("\(fault.name) on \(engine.rawValue), seed \(scale.seed): \(complaint)")
            }
            Tableau.current.add(line)
            let seconds = (began.duration(to: .now) / .seconds(1)).rounded()
            print("\(fault.name) on \(engine.rawValue): \(line.verdict), \(Int(seconds)) s")
            fflush(nil)
        }
    }
}

extension Fault: CustomTestStringConvertible {
    var testDescription: String { name }
}

/// Prints the table once every fault has been tried.
struct TableauTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing body: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let result = await Result.catching { try await body() }
        let table = Tableau.current.markdown
        if !table.isEmpty {
            print("\n\(table)")
            // For `make torture`, whose own output has the test runner's words around it.
            if let path = ProcessInfo.processInfo.environment["CLARION_TORTURE_TABLE"] {
                try Data(table.utf8).write(to: URL(filePath: path))
            }
        }
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

extension Trait where Self == TableauTrait {
    static var tableau: Self { Self() }
}
