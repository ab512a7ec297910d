import CCares
import Glibc

/// A question that is on its way, and its answer once it is there; used by one thread.
final class Question {
    /// More of anything than a sound answer has.
    private static let limit = 100

    private let type: Resolver.RecordType
    private(set) var answer: Resolver.Answer?

    init(_ type: Resolver.RecordType) { self.type = type }

    /// Called by c-ares exactly once.
    static let take: ares_callback = { context, status, _, bytes, count in
        guard let context else { return }
        let question = Unmanaged<Question>.fromOpaque(context).takeUnretainedValue()
        switch status {
        case ARES_SUCCESS: question.answer = bytes.map { question.read($0, count) } ?? .failed
        case ARES_ENODATA, ARES_ENOTFOUND, ARES_EBADNAME: question.answer = .nothing
        default: question.answer = .failed
        }
    }

    private func read(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        switch type {
        case .text: texts(bytes, count)
        case .mailServer: mailServers(bytes, count)
        case .name: names(bytes, count)
        case .address: addresses(bytes, count)
        case .address6: addresses6(bytes, count)
        }
    }

    /// A record's strings joined, as everything that reads TXT records has them.
    private func texts(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        var first: UnsafeMutablePointer<ares_txt_ext>?
        guard ares_parse_txt_reply_ext(bytes, count, &first) == ARES_SUCCESS else { return .nothing }
        defer { ares_free_data(first) }
        var texts: [String] = []
        var next = first
        while let part = next?.pointee {
            let text = String(decoding: UnsafeBufferPointer(start: part.txt, count: part.length), as: UTF8.self)
            if part.record_start != 0 || texts.isEmpty {
                if texts.count == Self.limit { break }
                texts.append(text)
            } else {
                texts[texts.count - 1] += text
            }
            next = part.next
        }
        return .texts(texts)
    }

    private func mailServers(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        var first: UnsafeMutablePointer<ares_mx_reply>?
        guard ares_parse_mx_reply(bytes, count, &first) == ARES_SUCCESS else { return .nothing }
        defer { ares_free_data(first) }
        var hosts: [(priority: UInt16, name: String)] = []
        var next = first
        while let part = next?.pointee, hosts.count < Self.limit {
            if let host = part.host { hosts.append((part.priority, String(cString: host))) }
            next = part.next
        }
        return .texts(hosts.sorted { $0.priority < $1.priority }.map(\.name))
    }

    private func names(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        var host: UnsafeMutablePointer<hostent>?
        guard ares_parse_ptr_reply(bytes, count, nil, 0, AF_INET, &host) == ARES_SUCCESS, let host else {
            return .nothing
        }
        defer { ares_free_hostent(host) }
        var names = host.pointee.h_name.map { [String(cString: $0)] } ?? []
        var alias = host.pointee.h_aliases
        while let name = alias?.pointee, names.count < Self.limit {
            let name = String(cString: name)
            if !names.contains(name) { names.append(name) }
            alias = alias?.advanced(by: 1)
        }
        return .texts(names)
    }

    private func addresses(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        var found = [ares_addrttl](repeating: ares_addrttl(), count: Self.limit)
        var number = Int32(Self.limit)
        guard ares_parse_a_reply(bytes, count, nil, &found, &number) == ARES_SUCCESS, number > 0 else {
            return .nothing
        }
        return .addresses(
            found.prefix(Int(number)).map { entry in withUnsafeBytes(of: entry.ipaddr) { Array($0.prefix(4)) } }
        )
    }

    private func addresses6(_ bytes: UnsafePointer<UInt8>, _ count: Int32) -> Resolver.Answer {
        var found = [ares_addr6ttl](repeating: ares_addr6ttl(), count: Self.limit)
        var number = Int32(Self.limit)
        guard ares_parse_aaaa_reply(bytes, count, nil, &found, &number) == ARES_SUCCESS, number > 0 else {
            return .nothing
        }
        return .addresses(
            found.prefix(Int(number)).map { entry in withUnsafeBytes(of: entry.ip6addr) { Array($0.prefix(16)) } }
        )
    }
}
