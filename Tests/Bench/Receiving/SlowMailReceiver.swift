import Foundation
import Loopback
import Rehearsal

/// A mail server that takes its time for each message, as one does that is far away or writes to a disk.
///
/// Without that, a sender that waits for each answer before it goes on looks as good as one that does not.
enum SlowMailReceiver {
    static func run(portFile: String, milliseconds: UInt32) async throws {
        let receiver = try SMTPReceiver { _ in
            // Called on the connection's own thread, which has nothing else to do.
            usleep(milliseconds * 1_000)
        }
        try String(receiver.port).write(toFile: portFile, atomically: true, encoding: .utf8)
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }
}
