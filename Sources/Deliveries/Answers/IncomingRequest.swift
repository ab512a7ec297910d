/// An HTTP request that may hold answers, as a reader sees it.
package struct IncomingRequest: Sendable {
    package let method: String
    /// Decoded, without the query: `/answers/sms/twilio`.
    package let path: String
    /// As it came, without its question mark.
    package let query: String
    /// In the order sent.
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]
    /// The web side's address as the settings name it, without a slash at its end.
    ///
    /// Signatures cover the address that the sender was told; what a proxy made of it is of no use.
    package let publicURL: String
    /// What was fetched because a reader asked for it, by address; see ``AnswerReading/needs(_:)``.
    package var fetched: [String: [UInt8]] = [:]

    package init(
        method: String,
        path: String,
        query: String = "",
        fields: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        publicURL: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.publicURL = publicURL
    }

    /// The address that the sender was told.
    package var address: String { publicURL + path + (query.isEmpty ? "" : "?\(query)") }

    /// The first header field of a name, in any case; `nil` when there is none.
    package func field(_ name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }

    /// The query's items, decoded; broken ones are left out.
    package var queryItems: FormItems { FormItems(query.utf8) }

    /// The items of a form in the body.
    package var formItems: FormItems { FormItems(body) }
}

/// Names and values of a form (`application/x-www-form-urlencoded`), in their order.
package struct FormItems: Sendable, Equatable {
    /// One name and its value.
    package struct Item: Sendable, Equatable {
        package let name: String
        package let bytes: [UInt8]

        /// The value as text; `nil` when it is no UTF-8.
        package var value: String? { String(validating: bytes, as: UTF8.self) }
    }

    /// More than any gateway sends.
    private static let limit = 500

    package let all: [Item]

    /// Reads a form; items that escape nothing, and those without a name, are left out.
    package init(_ bytes: some Sequence<UInt8>) {
        let pairs = Array(bytes).split(separator: UInt8(ascii: "&"), maxSplits: Self.limit).prefix(Self.limit)
        all = pairs.compactMap { pair in
            let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0]).flatMap({ String(validating: $0, as: UTF8.self) }),
                let value = Self.decoded(sides.count > 1 ? sides[1] : [])
            else { return nil }
            return Item(name: name, bytes: value)
        }
    }

    /// The first value of a name; `nil` when there is none, or it is no UTF-8.
    package subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// The first value of a name, whatever it is written in.
    package func bytes(of name: String) -> [UInt8]? { all.first { $0.name == name }?.bytes }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var place = text.startIndex
        while place < text.endIndex {
            switch text[place] {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard place + 2 < text.endIndex, let high = digit(text[place + 1]), let low = digit(text[place + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                place += 2
            case let byte: bytes.append(byte)
            }
            place += 1
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
