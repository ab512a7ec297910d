import Foundation
import Glibc
import Synchronization

/// A request as it came over the wire.
struct HeardRequest: Sendable {
    /// `POST /sms/json HTTP/1.1`.
    var line = ""
    /// By lower-case name.
    var fields: [String: String] = [:]
    var body = ""
    /// Which connection it came over; the first is 1.
    var connection = 0

    /// What stands between the method and the version.
    var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
}

/// What the stand-in does with a request.
enum StandInReply: Sendable {
    /// An answer with its length, over a connection that stays open.
    case answer(Int, fields: [String] = [], body: String = "")
    /// These very bytes, after which the connection is closed.
    case bytes(String)
    /// These very bytes, and then nothing more.
    case stall(String)
}

/// A real HTTP server on a free port of loopback, whose answers are up to the test.
final class StandInGateway: Sendable {
    private struct State {
        var heard: [HeardRequest] = []
        var connections: Set<Int32> = []
        var connectionsEver = 0
        var mostConnections = 0
        var isHolding = false
        var isStopped = false
        var listeners: [AsyncStream<Int>.Continuation] = []
    }

    let url: String
    private let listener: Int32
    private let reply: @Sendable (HeardRequest, Int) -> StandInReply
    private let state = Mutex(State())
    private let gate = NSCondition()

    /// Starts serving.
    ///
    /// - Parameter reply: What to do with a request; also told how many came before it.
    init(_ reply: @escaping @Sendable (HeardRequest, Int) -> StandInReply) {
        self.reply = reply
        signal(SIGPIPE, SIG_IGN)
        let door = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = door
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(door, address, size)
                _ = listen(door, 128)
                _ = getsockname(door, address, &size)
            }
        }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread { [weak self] in
            // Closed by the thread that uses it, and by nobody else: the number may belong to another test at once.
            defer { close(door) }
            while case let connection = accept(door, nil, nil), connection >= 0 {
                guard let self, let number = welcome(connection) else {
                    close(connection)
                    break
                }
                Thread { [weak self] in
                    var wire = Wire(socket: connection)
                    while let request = wire.read(number), let self, serve(request, connection) {}
                    if let self { farewell(connection) } else { close(connection) }
                }.start()
            }
        }.start()
    }

    /// Answers everything in the same way.
    convenience init(always reply: StandInReply) { self.init { _, _ in reply } }

    deinit { stop() }

    /// Closes everything, whatever is under way.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        release()
    }

    var heard: [HeardRequest] { state.withLock(\.heard) }
    var mostConnections: Int { state.withLock(\.mostConnections) }

    /// From now on requests are taken, but not answered.
    func hold() { state.withLock { $0.isHolding = true } }

    /// Answers what was held, and everything from now on.
    func release() {
        gate.lock()
        state.withLock { $0.isHolding = false }
        gate.broadcast()
        gate.unlock()
    }

    /// Returns when so many requests have come.
    func waitForRequests(_ count: Int) async {
        let (stream, listener) = AsyncStream<Int>.makeStream()
        state.withLock { state in
            listener.yield(state.heard.count)
            state.listeners.append(listener)
        }
        _ = await stream.first { $0 >= count }
    }

    private func welcome(_ connection: Int32) -> Int? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            state.connections.insert(connection)
            state.connectionsEver += 1
            state.mostConnections = max(state.mostConnections, state.connections.count)
            return state.connectionsEver
        }
    }

    private func farewell(_ connection: Int32) {
        state.withLock { state in
            state.connections.remove(connection)
            close(connection)
        }
    }

    private func serve(_ request: HeardRequest, _ connection: Int32) -> Bool {
        let before = state.withLock { state in
            state.heard.append(request)
            for listener in state.listeners { listener.yield(state.heard.count) }
            return state.heard.count - 1
        }
        gate.lock()
        while state.withLock({ $0.isHolding }) { gate.wait() }
        gate.unlock()
        switch reply(request, before) {
        case .answer(let status, let fields, let body):
            let head = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + fields
            write(connection, head.joined(separator: "\r\n") + "\r\n\r\n" + body)
            return true
        case .bytes(let bytes):
            write(connection, bytes)
            return false
        case .stall(let bytes):
            write(connection, bytes)
            return true
        }
    }

    private func write(_ connection: Int32, _ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Reads requests off a connection.
private struct Wire {
    let socket: Int32
    private var rest: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    mutating func read(_ connection: Int) -> HeardRequest? {
        var request = HeardRequest(connection: connection)
        guard let head = take(through: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        request.line = lines[0]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            request.fields[line[..<colon].lowercased()] = value
        }
        let length = request.fields["content-length"].flatMap(Int.init) ?? 0
        while rest.count < length { guard more() else { return nil } }
        request.body = String(decoding: rest.prefix(length), as: UTF8.self)
        rest.removeFirst(length)
        return request
    }

    private mutating func take(through end: [UInt8]) -> [UInt8]? {
        while true {
            if let range = rest.firstRange(of: end) {
                defer { rest.removeSubrange(..<range.upperBound) }
                return Array(rest[..<range.lowerBound])
            }
            guard more() else { return nil }
        }
    }

    private mutating func more() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        rest += buffer.prefix(count)
        return true
    }
}
