import Calls
import Deliveries
import Drawing
import Paper
import People

extension CardPrinter {
    /// Where in the tree a card's holder stands: who calls them, and what they do when they are through.
    func drawPlace(of card: Card, in tree: PhoneTree, top: Double) {
        drawLabel("YOUR PLACE IN THE TREE", x: metrics.left, baseline: top + 9)
        let sentences = [caller(of: card, in: tree), duty(of: card, in: tree), ending(of: card, in: tree)]
        for (index, sentence) in sentences.enumerated() {
            document.draw(
                .plain(sentence),
                x: metrics.left,
                baseline: top + 24 + Double(index) * 14,
                width: metrics.width,
                TextStyle(size: 10, isBold: index == 2, flush: .left)
            )
        }
    }

    private func duty(of card: Card, in tree: PhoneTree) -> String {
        tree.isLast(card.holder.place)
            ? "Call those below. No answer: leave word, and try again later."
            : "Call those below, and ask each to call on. No answer: leave word, and call theirs yourself."
    }

    private func caller(of card: Card, in tree: PhoneTree) -> String {
        guard let place = card.holder.place else {
            return "The tree begins with you: \(amount(of: tree)). Keep the overview; the last callers call you back."
        }
        let caller = tree.caller(of: place).map { lines[$0].names } ?? organizer
        return "\(caller) calls you, level \(tree.level(of: place)) of \(tree.levels)."
    }

    private func ending(of card: Card, in tree: PhoneTree) -> String {
        let number = settings.callBack?.written(in: briefing.organization.region) ?? ""
        guard card.holder.place != nil else { return "Your number on everybody's card: \(number)" }
        return tree.isLast(card.holder.place)
            ? "Nobody calls on after yours. When you are through, call back \(organizer): \(number)"
            : "You cannot call, or heard of this too late? Say so at once: \(number)"
    }

    /// Who asks, as people know them.
    var organizer: String {
        let name = (briefing.call.from ?? briefing.organization.name).printable
        return name.count <= 40 ? name : "\(name.prefix(39))…"
    }

    /// `40 members on 3 levels`.
    func amount(of tree: PhoneTree) -> String {
        let people = deck.people.reduce(0, +)
        let levels = tree.levels == 1 ? "1 level" : "\(tree.levels) levels"
        return "\(people == 1 ? "1 member" : "\(people) members") on \(levels)"
    }
}
