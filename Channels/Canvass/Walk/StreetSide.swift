import People

/// One side of a street: the run of doors that share a heading.
struct StreetSide: Sendable, Equatable {
    /// Without the number of a house, as the first door on it has it.
    let street: String
    /// `nil` where the houses have no numbers.
    let isOdd: Bool?
    let place: String
    private let foldedStreet: String
    private let foldedPlace: String

    init(_ door: Door) {
        street = Self.nameOfStreet(door)
        isOdd = door.isOddSide
        place = door.locality
        foldedStreet = door.streetName
        foldedPlace = door.locality.lowercased()
    }

    /// Whether a door stands on this side, however its street is spelled.
    func isSame(as other: StreetSide) -> Bool { isOdd == other.isOdd && isOnSameStreet(as: other) }

    /// Whether it is this side or the one across the street.
    func isOnSameStreet(as other: StreetSide) -> Bool {
        foldedStreet == other.foldedStreet && foldedPlace == other.foldedPlace
    }

    /// What stands over its doors.
    var title: String {
        switch isOdd {
        case true?: "\(street) — odd side"
        case false?: "\(street) — even side"
        case nil: street
        }
    }

    /// The street line without the number before or behind it; `streetName` is folded, and no name to be printed.
    private static func nameOfStreet(_ door: Door) -> String {
        guard let number = door.houseNumber.map(String.init) else { return door.street }
        var words = door.street.split(separator: " ")
        func isNumber(_ word: Substring?) -> Bool { word?.hasPrefix(number) == true }
        if isNumber(words.first) {
            words.removeFirst()
        } else if isNumber(words.last) {
            words.removeLast()
        } else {
            return door.street
        }
        return words.isEmpty ? door.street : words.joined(separator: " ")
    }
}
