import MailStanding
import NameService
import Synchronization

/// The DNS itself, for the judges of mail; every call blocks.
struct DNSLookup: NameLookup {
    private let resolver: Resolver

    /// - Parameter server: `IP:PORT` of a name server; the system's own when `nil`.
    /// - Throws: ``Failure`` when that is none.
    init(server: String?) throws {
        do {
            resolver = try Resolver(server: server)
        } catch {
            throw Failure(
                .wrongCommandLine,
                "--resolver must be the IP address of a name server, with a port: 127.0.0.1:53."
            )
        }
    }

    func texts(_ name: String) -> NameAnswer<String> { texts(resolver.ask(name, for: .text)) }
    func mailServers(_ name: String) -> NameAnswer<String> { texts(resolver.ask(name, for: .mailServer)) }
    func names(of address: NetworkAddress) -> NameAnswer<String> {
        texts(resolver.ask(address.reverseName, for: .name))
    }

    func addresses(_ name: String) -> NameAnswer<NetworkAddress> {
        var found: [NetworkAddress] = []
        var hasFailed = false
        for type in [Resolver.RecordType.address, .address6] {
            switch resolver.ask(name, for: type) {
            case .addresses(let addresses): found += addresses.compactMap { NetworkAddress(bytes: $0) }
            case .failed: hasFailed = true
            case .nothing, .texts: break
            }
        }
        return !found.isEmpty ? .found(found) : hasFailed ? .failed : .nothing
    }

    private func texts(_ answer: Resolver.Answer) -> NameAnswer<String> {
        switch answer {
        case .texts(let texts) where !texts.isEmpty: .found(texts)
        case .failed: .failed
        default: .nothing
        }
    }
}

/// Counts mails while a database shows them.
final class VolumeCount: Sendable {
    private let counted = Mutex(DayVolume())

    var volume: DayVolume { counted.withLock { $0 } }

    func add(_ domain: Substring) { counted.withLock { $0.add(domain) } }
}
