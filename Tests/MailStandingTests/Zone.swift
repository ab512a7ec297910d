@testable import MailStanding

/// A DNS that is a dictionary.
struct Zone: NameLookup {
    var texts: [String: [String]] = [:]
    var hosts: [String: [String]] = [:]
    var mail: [String: [String]] = [:]
    var reverse: [String: [String]] = [:]
    /// Names to which nobody answers.
    var silent: Set<String> = []

    private func answer<Value: Sendable>(_ name: String, _ values: [Value]?) -> NameAnswer<Value> {
        if silent.contains(name) { return .failed }
        guard let values, !values.isEmpty else { return .nothing }
        return .found(values)
    }

    func texts(_ name: String) -> NameAnswer<String> { answer(name, texts[name]) }
    func mailServers(_ name: String) -> NameAnswer<String> { answer(name, mail[name]) }
    func names(of address: NetworkAddress) -> NameAnswer<String> { answer(address.reverseName, reverse["\(address)"]) }
    func addresses(_ name: String) -> NameAnswer<NetworkAddress> {
        answer(name, hosts[name]?.compactMap { NetworkAddress($0) })
    }
}
