import Loopback
import Synchronization

/// One client's requests, one after the other.
struct GatewaySession {
    let connection: Connection
    let reader: HTTPRequestReader
    let script: GatewayReceiver.Script?
    let keep: @Sendable (ReceivedText) throws -> Void
    let count: MessageCount

    /// Serves the client until one of the two hangs up.
    func serve() -> Listener.Ending {
        do {
            while true {
                let (request, keepsAlive) = try reader.next()
                guard let response = try answer(request) else {
                    try connection.flush()
                    return .dropped
                }
                connection.write(response.bytes(keepsAlive: keepsAlive, withBody: request.method != "HEAD"))
                if !keepsAlive { return .finished }
            }
        } catch let fault as HTTPFault {
            connection.write(HTTPResponse.plain(fault.status, fault.sentence).bytes(keepsAlive: false, withBody: true))
            return .finished
        } catch {
            return .dropped
        }
    }

    /// The answer to a request; `nil` when a script says to give none.
    private func answer(_ request: HTTPRequest) throws(ConnectionError) -> HTTPResponse? {
        let gateway = GatewayDialect(of: request)
        guard gateway.methods.contains(request.method) else {
            // Somebody looks whether we are there.
            return gateway == .webhook || request.method == "HEAD"
                ? .plain(200, "A rehearsal's gateway: it takes every message and delivers none.")
                : .plain(405, "Ask with \(gateway.methods.joined(separator: " or ")).")
        }
        let text: ReceivedText
        do throws(HTTPFault) {
            text = try GatewayReading.text(of: request, for: gateway)
        } catch {
            return GatewayAnswer.refused(error, by: gateway)
        }
        if let scripted = try ask(request, .message(text)), scripted.action != .usual { return scripted.response }
        do {
            try keep(text)
        } catch {
            return .plain(503, "The message could not be kept.")
        }
        let number = count.next()
        if let scripted = try ask(request, .kept(text)), scripted.action != .usual { return scripted.response }
        return GatewayAnswer.accepted(text, number: number)
    }

    private func ask(_ request: HTTPRequest, _ event: GatewayStep.Event) throws(ConnectionError) -> ScriptedAnswer? {
        guard let script else { return nil }
        let scripted = script(GatewayStep(connection: connection.number, request: request, event: event))
        if let delay = scripted?.delay, delay > .zero { try connection.pause(for: delay) }
        return scripted
    }
}

extension ScriptedAnswer {
    /// What is said; `nil` when nothing is.
    fileprivate var response: HTTPResponse? {
        if case .say(let response) = action { response } else { nil }
    }
}

/// Numbers the messages of a receiver over all its connections.
final class MessageCount: Sendable {
    private let count = Atomic(0)

    /// The next number; the first is 1.
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
