import Foundation
import Rehearsal
import TestKit
import Testing

/// From a worker's outcome to another program, with the real program and a receiver in Python.
@Suite(.timeLimit(.minutes(2)))
struct WebhookTests {
    /// Answers with the status that it is given, and writes down what it hears.
    private static let receiver = """
        import http.server, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                with open("heard", "a") as file: file.write(self.headers["webhook-id"] + " " + body + "\\n")
                self.send_response(int(sys.argv[2])); self.end_headers()
            def log_message(self, *words): pass
        http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """

    @Test func whatAWorkerDidIsToldBeforeItEndsOrByTheNext() async throws {
        let outside = try Outside()
        let port = try FreePorts.find(1)[0]
        let place = try Workplace(outside.settings(texts: false))
        let settings = try place.read("clarion.yaml")
        try place.write(
            "clarion.yaml",
            """
            webhooks:
              - { url: "http://127.0.0.1:\(port)/in/hush", secret: "sixteen signs or more", events: call.finished }
            \(settings)
            """
        )
        try await place.submit(Crowd.willing(2))
        // Nobody is there yet: the work is done all the same, and nothing is lost.
        let work = try await place.run("work", "--drain", expect: 0)
        #expect(!work.errors.contains("hush"))
        await outside.mails.reach(2)
        let listed = try await place.run("webhooks", "--format", "jsonl", expect: 0).json()
        #expect(listed["late"]?.int == 1 && listed["host"]?.text == "127.0.0.1")
        let doctor = try await place.run("doctor", "--format", "jsonl").output
        #expect(doctor.contains("has not taken 1 messages yet"))

        let receiver = try RunningProgram(
            "/usr/bin/env",
            ["python3", "-c", Self.receiver, String(port), "200"],
            environment: ProcessInfo.processInfo.environment,
            in: place.folder
        )
        try FreePorts.waitUntilTaken(port)
        let worker = try place.start(["work"])
        while !place.has("heard") { try await Task.sleep(for: .milliseconds(50)) }
        worker.send(SIGTERM)
        let result = await worker.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        let heard = try place.read("heard").split(separator: "\n")
        #expect(heard.count == 1 && heard[0].hasPrefix("msg_"))
        #expect(heard[0].contains(#""type":"call.finished""#) && heard[0].contains(#""call":"rent-hearing""#))
        #expect(try await place.run("webhooks", "--format", "jsonl", expect: 0).json()["waiting"]?.int == 0)
        receiver.send(SIGTERM)
        _ = await receiver.end()
        await outside.stop()
    }
}
