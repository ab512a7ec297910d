/// Finds one text in a JSON object without building the whole of it.
///
/// It answers only where it has read every sign of a plain object and nothing is left open. Wherever anything is unusual it
/// says `nil`, and a full reader has to look.
struct JSONGlance {
    private let bytes: [UInt8]
    private var place = 0
    /// Deeper objects are left to the full reader.
    private static let deepest = 8

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The text under a name on the object's top level.
    ///
    /// - Parameters:
    ///   - wanted: The name; printable ASCII.
    ///   - others: Names that, where they stand on the top level, are reason enough for a full reader.
    ///   - bytes: A whole JSON object.
    /// - Returns: Printable ASCII; `nil` says nothing about the object.
    static func text(under wanted: String, without others: [String], in bytes: [UInt8]) -> String? {
        var glance = JSONGlance(bytes)
        var found: Range<Int>?
        var isPlain = true
        glance.skipSpace()
        let isRead = glance.object(deep: 0) { glance, name in
            let name = glance.bytes[name]
            if others.contains(where: { name.elementsEqual($0.utf8) }) { isPlain = false }
            guard name.elementsEqual(wanted.utf8) else { return glance.skipValue(deep: 1) }
            // Of two texts under one name, readers take the one or the other.
            if found != nil { isPlain = false }
            found = glance.string(isPlain: true)
            return found != nil
        }
        glance.skipSpace()
        guard isRead, isPlain, glance.place == bytes.count, let found else { return nil }
        return String(decoding: bytes[found], as: UTF8.self)
    }

    /// Reads an object, each of whose values is read by `value`.
    private mutating func object(deep: Int, value: (inout JSONGlance, Range<Int>) -> Bool) -> Bool {
        guard deep < Self.deepest, take("{") else { return false }
        skipSpace()
        if take("}") { return true }
        repeat {
            skipSpace()
            guard let name = string(isPlain: true) else { return false }
            skipSpace()
            guard take(":") else { return false }
            skipSpace()
            guard value(&self, name) else { return false }
            skipSpace()
        } while take(",")
        return take("}")
    }

    private mutating func array(deep: Int) -> Bool {
        guard deep < Self.deepest, take("[") else { return false }
        skipSpace()
        if take("]") { return true }
        repeat {
            skipSpace()
            guard skipValue(deep: deep + 1) else { return false }
            skipSpace()
        } while take(",")
        return take("]")
    }

    private mutating func skipValue(deep: Int) -> Bool {
        guard place < bytes.count else { return false }
        switch bytes[place] {
        case UInt8(ascii: "\""): return string(isPlain: false) != nil
        case UInt8(ascii: "{"): return object(deep: deep) { glance, _ in glance.skipValue(deep: deep + 1) }
        case UInt8(ascii: "["): return array(deep: deep)
        case UInt8(ascii: "t"): return take(word: "true")
        case UInt8(ascii: "f"): return take(word: "false")
        case UInt8(ascii: "n"): return take(word: "null")
        default: return number()
        }
    }

    /// Reads a text in quotes; a plain one has no signs that are written in another way.
    private mutating func string(isPlain: Bool) -> Range<Int>? {
        guard take("\"") else { return nil }
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return start..<place - 1
            case UInt8(ascii: "\\"):
                guard !isPlain, place + 1 < bytes.count, "\"\\/bfnrt".utf8.contains(bytes[place + 1]) else {
                    return nil
                }
                place += 2
            case 0x20...0x7E: place += 1
            default: return nil
            }
        }
        return nil
    }

    /// Reads a whole number of ordinary size.
    private mutating func number() -> Bool {
        _ = take("-")
        let start = place
        while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
        let digits = bytes[start..<place]
        return (1...15).contains(digits.count) && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard place < bytes.count, sign.value == bytes[place] else { return false }
        place += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }
}
