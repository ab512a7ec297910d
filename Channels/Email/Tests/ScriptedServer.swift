import Foundation
import Glibc
import Synchronization
import TestKit

/// A mail server on loopback that does as a test tells it: answers, stays silent, closes, talks nonsense.
final class ScriptedServer: Sendable {
    /// What a client's line was, or that its message ended.
    enum Step: String, Sendable {
        case connect = "CONNECT"
        case hello = "EHLO"
        case mail = "MAIL"
        case recipient = "RCPT"
        case data = "DATA"
        case dot = "."
        case reset = "RSET"
        case quit = "QUIT"
        case other = "?"
    }

    enum Answer: Sendable {
        /// A reply, without its line end.
        case reply(String)
        /// Bytes as they are, then the connection is closed.
        case last(String)
        case close
        case silence
        /// The usual answer.
        case usual
    }

    /// What a client said, and when.
    struct Heard: Sendable {
        let session: Int
        let step: Step
        let line: String
    }

    typealias Script = @Sendable (_ heard: Heard, _ soFar: [Heard]) -> Answer

    private struct State {
        var heard: [Heard] = []
        var messages: [String] = []
        var sessions = 0
        var open = 0
        var mostOpen = 0
        var isHolding = false
        var held = 0
        var isStopped = false
    }

    let port: Int
    private let listener: Int32
    private let offers: [String]
    private let script: Script
    private let state = Mutex(State())
    private let changed = NSCondition()

    /// Starts listening at a port that the system chooses.
    init(
        offering offers: [String] = ["PIPELINING", "8BITMIME", "SIZE 1000000"],
        script: @escaping Script = { _, _ in .usual }
    ) throws {
        self.offers = offers
        self.script = script
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isUp = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 256) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isUp else { throw CocoaError(.fileWriteUnknown) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else {
                    // Closed here and nowhere else: another thread's `close` would free the number while we wait on it.
                    if client >= 0 { close(client) }
                    close(listener)
                    return
                }
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    deinit { stop() }

    /// Takes no more connections.
    func stop() {
        // Once only: its number may belong to another socket by the second time.
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    // MARK: - What a test may ask

    var heard: [Heard] { state.withLock(\.heard) }
    /// Every message that was taken: header and body, dots unstuffed.
    var messages: [String] { state.withLock(\.messages) }
    var sessions: Int { state.withLock(\.sessions) }
    var mostOpen: Int { state.withLock(\.mostOpen) }
    var messageIDs: [String] {
        messages.flatMap {
            $0.split(separator: "\r\n").filter { $0.hasPrefix("Message-ID: ") }.map { String($0.dropFirst(12)) }
        }
    }

    /// From now on messages are taken but not answered.
    func hold() { state.withLock { $0.isHolding = true } }

    func release() {
        state.withLock { $0.isHolding = false }
        ring()
    }

    /// Returns when a message lies here unanswered.
    func waitUntilHolding() async {
        await OwnThread.run {
            self.changed.lock()
            while self.state.withLock(\.held) == 0 { self.changed.wait() }
            self.changed.unlock()
        }
    }

    private func ring() {
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    // MARK: - One session

    private func serve(_ client: Int32) {
        let session = state.withLock { state in
            state.sessions += 1
            state.open += 1
            state.mostOpen = max(state.mostOpen, state.open)
            return state.sessions
        }
        defer {
            state.withLock { $0.open -= 1 }
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
        var lines = LineReader(socket: client)
        guard answer(Heard(session: session, step: .connect, line: ""), usual: "220 mx.example ESMTP", to: client)
        else {
            return drain(client)
        }
        while let line = lines.next() {
            let verb = line.prefix(4).uppercased()
            let heard = Heard(session: session, step: Step(rawValue: verb) ?? .other, line: line)
            guard answer(heard, usual: usual(heard.step), to: client) else { return drain(client) }
            if heard.step == .quit { return }
            guard heard.step == .data, lastReply(session) == 354 else { continue }
            guard let message = lines.message() else { return }
            let dot = Heard(session: session, step: .dot, line: ".")
            waitWhileHolding()
            guard answer(dot, usual: "250 2.0.0 Ok: queued", to: client, message: message) else { return drain(client) }
        }
    }

    /// Sends what the script says.
    ///
    /// - Returns: Whether the session goes on.
    private func answer(_ heard: Heard, usual: String, to client: Int32, message: String? = nil) -> Bool {
        let before = state.withLock { state in
            defer { state.heard.append(heard) }
            return state.heard
        }
        switch script(heard, before) {
        case .usual:
            if let message { state.withLock { $0.messages.append(message) } }
            return reply(usual, heard.session, client)
        case .reply(let text):
            if let message, text.hasPrefix("2") { state.withLock { $0.messages.append(message) } }
            return reply(text, heard.session, client)
        case .last(let bytes):
            write(bytes, to: client)
            return false
        case .close: return false
        case .silence:
            drain(client)
            return false
        }
    }

    private let codes = Mutex<[Int: Int]>([:])

    private func lastReply(_ session: Int) -> Int? { codes.withLock { $0[session] } }

    private func reply(_ text: String, _ session: Int, _ client: Int32) -> Bool {
        codes.withLock { $0[session] = Int(text.prefix(3)) }
        write(text + "\r\n", to: client)
        return true
    }

    private func usual(_ step: Step) -> String {
        switch step {
        case .hello:
            (["mx.example"] + offers).enumerated().map { "250\($0 == offers.count ? " " : "-")\($1)" }
                .joined(separator: "\r\n")
        case .data: "354 End data with <CR><LF>.<CR><LF>"
        case .quit: "221 2.0.0 Bye"
        default: "250 2.0.0 Ok"
        }
    }

    private func waitWhileHolding() {
        guard state.withLock(\.isHolding) else { return }
        state.withLock { $0.held += 1 }
        ring()
        changed.lock()
        while state.withLock(\.isHolding) { changed.wait() }
        changed.unlock()
    }

    private func write(_ text: String, to client: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads until the client gives up, so that closing sends it no reset that swallows our last words.
    private func drain(_ client: Int32) {
        shutdown(client, Int32(SHUT_WR))
        var room = [UInt8](repeating: 0, count: 4_096)
        while recv(client, &room, room.count, 0) > 0 {}
    }
}

/// Lines off a socket, blocking.
private struct LineReader {
    let socket: Int32
    private var waiting: [UInt8] = []
    private var start = 0

    init(socket: Int32) { self.socket = socket }

    mutating func next() -> String? {
        while true {
            if let end = waiting[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                var line = waiting[start..<end]
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            waiting.removeFirst(start)
            start = 0
            var room = [UInt8](repeating: 0, count: 16_384)
            let count = recv(socket, &room, room.count, 0)
            guard count > 0 else { return nil }
            waiting += room[..<count]
        }
    }

    /// A message up to its lone dot, dots unstuffed.
    mutating func message() -> String? {
        var lines = ""
        while let line = next() {
            if line == "." { return lines }
            lines += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
        }
        return nil
    }
}
