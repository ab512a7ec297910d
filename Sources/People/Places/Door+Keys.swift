extension Door {
    /// The number of the house: 12 of `12A Main St`; `nil` where the street line has none.
    public var houseNumber: Int? { StreetLine(street).number }

    /// The folded name of the street, without the number: `w main st`.
    public var streetName: String { StreetLine(street).name.joined(separator: " ") }

    /// Whether the house stands on the odd side of its street; `nil` without a number.
    public var isOddSide: Bool? { StreetLine(street).isOddSide }

    /// What two spellings of one door have in common; persons with the same key are one household.
    ///
    /// The region counts only where there is no postal code: the code says more, and people leave the region out.
    public var key: String {
        let line = StreetLine(street)
        let number = line.number.map { "\($0)\(line.rest)" } ?? ""
        let code = foldedPostalCode
        let place = AddressWords.words(of: locality).joined(separator: " ")
        let area = code.isEmpty ? AddressWords.words(of: region).joined(separator: " ") : code
        return [number, line.name.joined(separator: " "), foldedUnit(of: line), place, area].joined(separator: "|")
    }

    /// The order in which doors are walked: place, street, odd and even sides apart, number, unit.
    ///
    /// To be compared byte by byte. Numbers inside are padded, so that 2 comes before 10; doors without a number come
    /// last in their street.
    public var walkKey: String {
        let line = StreetLine(street)
        let side = line.isOddSide.map { $0 ? "1" : "2" } ?? "3"
        let parts = [
            AddressWords.words(of: locality).joined(separator: " "),
            AddressWords.words(of: region).joined(separator: " "),
            NaturalOrder.key(line.name.joined(separator: " ")),
            side,
            line.number.map { NaturalOrder.key(String($0)) } ?? "",
            NaturalOrder.key(line.rest),
            NaturalOrder.key(foldedUnit(of: line)),
        ]
        // Lower than every character of a part, so that "main st" comes before "main st n".
        return parts.joined(separator: "\u{1F}")
    }

    private func foldedUnit(of line: StreetLine) -> String {
        let behind = UnitName.folded(line.unit)
        let own = UnitName.folded(AddressWords.words(of: unit))
        // Some lists give the unit twice, in its own column and behind the street.
        return behind == own ? own : behind + own
    }

    /// Letters and digits, lower case; a US ZIP+4 without its last four digits.
    private var foldedPostalCode: String {
        let signs = postalCode.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
        let isLongZIP = signs.count == 9 && postalCode.utf8.count == 10 && signs.allSatisfy { ("0"..."9").contains($0) }
        return isLongZIP ? String(String(signs).prefix(5)) : String(signs)
    }
}
