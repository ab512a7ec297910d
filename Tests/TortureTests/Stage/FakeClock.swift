import Foundation

/// A clock for single processes, which can be set while they run (libfaketime); what measures durations stays true.
struct FakeClock: Sendable {
    private let file: String
    private static let library = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ].first(where: FileManager.default.fileExists)

    /// Why there is none here; `nil` where there is.
    static let obstacle = library == nil ? "libfaketime is not installed" : nil

    init(in camp: Camp) throws {
        file = "\(camp.folder)/clock"
        try set("+0")
    }

    /// Sets it, by seconds from the true time.
    func set(_ offset: String) throws { try Data("\(offset)\n".utf8).write(to: URL(filePath: file)) }

    var environment: [String: String] {
        [
            "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": file,
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
    }
}
