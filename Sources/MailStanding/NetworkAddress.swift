/// An IPv4 or IPv6 address.
package struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four or sixteen.
    package let bytes: [UInt8]

    /// - Returns: `nil` unless there are four or sixteen.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1`.
    package init?(_ text: some StringProtocol) {
        if let bytes = Self.four(text) {
            self.bytes = bytes
            return
        }
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.contains(":"), halves.count <= 2, let first = halves.first.flatMap({ Self.groups($0) }) else {
            return nil
        }
        if halves.count == 1 {
            guard first.count == 16 else { return nil }
            bytes = first
            return
        }
        guard let second = Self.groups(halves[1]), first.count + second.count <= 14 else { return nil }
        bytes = first + [UInt8](repeating: 0, count: 16 - first.count - second.count) + second
    }

    private static func four(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in
            part.count <= 3 && part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func groups(_ text: some StringProtocol) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let last = four(part) {
                bytes += last
            } else {
                guard (1...4).contains(part.count), part.first != "+", let group = UInt16(part, radix: 16) else {
                    return nil
                }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }

    /// Whether the first bits are those of another one.
    package func matches(_ other: NetworkAddress, bits: Int) -> Bool {
        guard bytes.count == other.bytes.count, (0...bytes.count * 8).contains(bits) else { return false }
        for index in 0..<bytes.count {
            let left = min(max(bits - index * 8, 0), 8)
            let mask = left == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - left))
            if bytes[index] & mask != other.bytes[index] & mask { return false }
        }
        return true
    }

    /// Whether it is this very machine's for itself.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// Under which name the DNS has the address's own name.
    package var reverseName: String {
        if bytes.count == 4 { return bytes.reversed().map { "\($0)" }.joined(separator: ".") + ".in-addr.arpa" }
        var digits: [UInt8] = []
        for byte in bytes.reversed() { digits += [byte & 0xF, byte >> 4] }
        return digits.map { String($0, radix: 16) }.joined(separator: ".") + ".ip6.arpa"
    }

    package var description: String {
        if bytes.count == 4 { return bytes.map { "\($0)" }.joined(separator: ".") }
        var groups: [String] = []
        for place in stride(from: 0, to: 16, by: 2) {
            groups.append(String(UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]), radix: 16))
        }
        return groups.joined(separator: ":")
    }
}
