import Foundation
import TestKit

/// A clock for single processes, which can be set while they run; what measures durations stays true.
///
/// libfaketime will not do: it moves the environment, beside which Swift looks for its arguments, and stops timers.
struct FakeClock: Sendable {
    private let file: String

    /// The preloaded library, made once by the C compiler that is part of every Swift toolchain.
    private static let library: String? = {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Servers/clock/clock.c").standardizedFileURL.path
        let library = FileManager.default.temporaryDirectory.appending(path: "clock-\(getpid()).so").path
        let arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source]
        return (try? Tool.run("/usr/bin/env", arguments)).map { _ in library }
    }()

    /// Why there is none here; `nil` where there is.
    static var obstacle: String? { library == nil ? "no clang to make a clock with" : nil }

    /// - Parameter folder: Where it may keep a file, which everybody may read.
    /// - Throws: What the system says when it cannot.
    init(in folder: String) throws {
        file = "\(folder)/clock"
        try set("0")
    }

    /// Sets it, by seconds from the true time.
    func set(_ offset: String) throws {
        try Data("\(offset)\n".utf8).write(to: URL(filePath: file), options: .atomic)
    }

    var environment: [String: String] { ["LD_PRELOAD": Self.library ?? "", "CLARION_TEST_CLOCK": file] }
}
