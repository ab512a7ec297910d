import Deliveries
import Paper
import People

/// What a list of people to call is ordered by.
struct Callee: Sendable {
    /// Their number in E.164; who share one stand together.
    let number: String
    let id: String
    /// Where they live, as doors are walked; empty where nobody knows.
    let walkKey: String

    /// `nil` for somebody without a phone.
    init?(_ person: Person) {
        guard let phone = person.phone else { return nil }
        number = phone.exact
        id = person.id.rawValue
        walkKey = person.door?.walkKey ?? ""
    }

    init(number: String, id: String, walkKey: String = "") {
        self.number = number
        self.id = id
        self.walkKey = walkKey
    }
}

/// People to call, by number: one number is dialled once, whoever lives behind it.
enum PhoneList {
    /// In which order numbers stand.
    enum Order: Sendable {
        /// As doors are walked, so that a caller has neighbors.
        case walk
        /// As the people's ids count: who is on the list longest comes first, and newcomers last.
        case id
    }

    /// Groups people by number.
    ///
    /// - Parameters:
    ///   - callees: In the order in which they were added; it decides between equals.
    ///   - order: Of the numbers, each by its first person.
    /// - Returns: For each number, the indices of its people.
    static func numbers(of callees: [Callee], in order: Order) -> [[Int]] {
        let keys = callees.map { Array((order == .walk ? $0.walkKey : $0.id).utf8) }
        let sorted = callees.indices.sorted { left, right in
            let (first, second) = (keys[left], keys[right])
            if first == second { return left < right }
            // 9 comes before 10.
            if order == .id, first.count != second.count { return first.count < second.count }
            return first.lexicographicallyPrecedes(second)
        }
        var places: [String: Int] = [:]
        var numbers: [[Int]] = []
        for index in sorted {
            if let place = places[callees[index].number] {
                numbers[place].append(index)
            } else {
                places[callees[index].number] = numbers.count
                numbers.append([index])
            }
        }
        return numbers
    }
}

/// Those behind one number.
struct PhoneLine: Sendable {
    let number: PhoneNumber
    /// At least one.
    let items: [Item]

    /// Groups the people of an envelope; those without a phone are left out.
    static func lines(_ items: [Item], in order: PhoneList.Order) -> [PhoneLine] {
        let reachable = items.filter { $0.person.phone != nil }.sorted { $0.delivery < $1.delivery }
        return PhoneList.numbers(of: reachable.compactMap { Callee($0.person) }, in: order).compactMap { indices in
            guard let first = indices.first, let number = reachable[first].person.phone else { return nil }
            return PhoneLine(number: number, items: indices.map { reachable[$0] })
        }
    }

    /// `Ada Sample`, `Ada Sample and Ben Sample`, `Ada Sample and 3 more`.
    var names: String {
        let names = items.map { item in
            let name = item.person.fullName.printable
            return name.isEmpty ? "(name not known)" : name
        }
        switch names.count {
        case 0: return ""
        case 1: return names[0]
        case 2: return "\(names[0]) and \(names[1])"
        default: return "\(names[0]) and \(names.count - 1) more"
        }
    }
}
