import Foundation

/// What to measure, and how much of it.
struct BenchOptions {
    enum Size: String, CaseIterable {
        /// A minute or two, to see that everything works and where things stand.
        case small
        /// The sizes the goals speak of.
        case full
    }

    static let cases = ["email", "slow", "sms", "import", "submit", "sheets", "look", "memory"]

    let size: Size
    let only: Set<String>
    /// `nil` for a SQLite file that is made and thrown away; a `postgres://` address of an empty database otherwise.
    let database: String?
    /// How many workers drain at once; more than one needs a `postgres://` database.
    let workers: Int
    /// The program that is measured.
    let program: String
    let report: String

    /// Reads the environment: `ONLY`, `SIZE`, `DATABASE`, `WORKERS`, `CLARION`, `REPORT`.
    ///
    /// - Throws: ``BenchError`` that says what would be right.
    init(environment: [String: String]) throws {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let size = Size(rawValue: value("SIZE") ?? "full") else {
            throw BenchError("SIZE is one of \(Size.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let names = (value("ONLY") ?? Self.cases.joined(separator: ",")).split(separator: ",").map(String.init)
        if let unknown = names.first(where: { !Self.cases.contains($0) }) {
            throw BenchError("ONLY knows no '\(unknown)', but \(Self.cases.joined(separator: ", ")).")
        }
        guard let workers = Int(value("WORKERS") ?? "1"), (1...64).contains(workers) else {
            throw BenchError("WORKERS is a number from 1 to 64.")
        }
        self.size = size
        only = Set(names)
        database = value("DATABASE")
        self.workers = workers
        guard let program = value("CLARION") else { throw BenchError("CLARION names the program to be measured.") }
        self.program = URL(filePath: program).path
        report = URL(filePath: value("REPORT") ?? "bench.md").path
    }

    func pick(_ small: Int, _ full: Int) -> Int { size == .small ? small : full }
}
