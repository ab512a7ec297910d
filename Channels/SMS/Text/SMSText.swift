/// A text as the phone network counts it (3GPP TS 23.038 and 23.040).
///
/// GSM-7 carries 160 septets in one part, or 153 in each of several; UCS-2 carries 70 units of UTF-16, or 67. A single
/// sign outside GSM-7 turns the whole text into UCS-2. Neither an escaped sign nor a surrogate pair is split between parts.
package struct SMSText: Sendable, Equatable {
    /// How the text travels.
    package enum Encoding: String, Sendable {
        case gsm7 = "GSM-7"
        case ucs2 = "UCS-2"
    }

    /// The text itself.
    package let text: String
    /// How it travels.
    package let encoding: Encoding
    /// Septets in GSM-7, UTF-16 units in UCS-2.
    package let length: Int
    /// How many messages the network makes of it, and charges for; 0 when it is empty.
    package let parts: Int
    /// The first sign that GSM-7 does not have; `nil` in GSM-7.
    package let obstacle: Unicode.Scalar?

    /// Counts a text.
    package init(_ text: String) {
        self.text = text
        var septets = PartCounter(alone: 160, joined: 153)
        var units = PartCounter(alone: 70, joined: 67)
        var obstacle: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            units.add(scalar.value > 0xFFFF ? 2 : 1)
            guard obstacle == nil else { continue }
            let cost = GSM7.septets(scalar)
            if cost == 0 { obstacle = scalar }
            septets.add(cost)
        }
        self.obstacle = obstacle
        let counter = obstacle == nil ? septets : units
        encoding = obstacle == nil ? .gsm7 : .ucs2
        length = counter.length
        parts = counter.parts
    }
}

/// Deals signs of one or two units out to parts, as a phone network would.
private struct PartCounter {
    let alone: Int
    let joined: Int
    private(set) var length = 0
    private var fullParts = 0
    private var inPart = 0

    init(alone: Int, joined: Int) {
        self.alone = alone
        self.joined = joined
    }

    mutating func add(_ units: Int) {
        length += units
        if inPart + units > joined {
            fullParts += 1
            inPart = 0
        }
        inPart += units
    }

    var parts: Int {
        if length == 0 { return 0 }
        return length <= alone ? 1 : fullParts + 1
    }
}
