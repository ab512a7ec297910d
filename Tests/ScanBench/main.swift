import Foundation

let arguments = CommandLine.arguments.dropFirst()
try await ScanBench(
    pages: arguments.first.flatMap { Int($0, radix: 10) } ?? 20,
    only: arguments.dropFirst().first ?? "",
    isVerbose: ProcessInfo.processInfo.environment["VERBOSE"] != nil,
    seed: ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0, radix: 10) } ?? 0
).run()
