/// What one caller gets: whom to call, by their places in the list.
struct Card: Sendable, Equatable {
    /// Whose it is.
    enum Holder: Sendable, Equatable {
        /// Whoever takes it from the pile of a phone bank.
        case anybody
        /// The organizer, with whom a tree begins.
        case organizer
        /// A member of a tree, by place.
        case member(Int)

        /// A member's place in the tree; `nil` for everybody else.
        var place: Int? { if case .member(let place) = self { place } else { nil } }
    }

    /// A number to call.
    struct Call: Sendable, Equatable {
        let place: Int
        /// Whom to call in their stead where nobody answers, so that a tree does not break.
        var instead: [Int] = []
    }

    let holder: Holder
    let calls: [Call]

    /// The cards of a phone bank: as few as the limit allows, and as even as can be.
    ///
    /// - Parameters:
    ///   - count: How many numbers there are.
    ///   - callsPerCard: At most so many on one card; 1 or more.
    /// - Returns: In order, without gaps.
    static func bank(_ count: Int, callsPerCard: Int) -> [Card] {
        let cards = (count + callsPerCard - 1) / callsPerCard
        var first = 0
        return (0..<cards).map { index in
            let size = count / cards + (index < count % cards ? 1 : 0)
            defer { first += size }
            return Card(holder: .anybody, calls: (first..<first + size).map { Call(place: $0) })
        }
    }

    /// The cards of a tree: the organizer's, then one for each member who calls on, level by level.
    static func tree(_ tree: PhoneTree) -> [Card] {
        ([nil] + (0..<tree.count).map(Optional.some)).compactMap { place in
            let called = tree.calls(of: place)
            guard !called.isEmpty else { return nil }
            return Card(
                holder: place.map(Holder.member) ?? .organizer,
                calls: called.map { Call(place: $0, instead: tree.calls(of: $0)) }
            )
        }
    }
}

/// All cards of a batch.
struct CardDeck: Sendable {
    /// How many live behind each number.
    let people: [Int]
    let cards: [Card]
    /// `nil` for a phone bank.
    let tree: PhoneTree?

    init(people: [Int], _ settings: PhoneSettings) {
        self.people = people
        switch settings.form {
        case .bank:
            tree = nil
            cards = Card.bank(people.count, callsPerCard: settings.callsPerCard)
        case .tree:
            let tree = PhoneTree(count: people.count, callsEach: settings.callsEach)
            self.tree = tree
            cards = Card.tree(tree)
        }
    }
}

extension PhoneSettings {
    /// Callers of a bank get neighbors; a tree grows at its end.
    var order: PhoneList.Order { form == .bank ? .walk : .id }
}
