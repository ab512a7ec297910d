import Deliveries
import Foundation
import People

/// Adds up what a call would take in text messages.
struct TextForecaster: Forecaster {
    private let wording: TextWording
    private let maxParts: Int
    private var parts = 0
    private var persons = 0
    private var inUCS2 = 0
    private var longest = 0
    private var tooLong = 0
    private var empty = 0
    /// How many persons' texts are UCS-2 because of a sign; the first few signs only, since values bring any number of them.
    private var obstacles: [Unicode.Scalar: Int] = [:]
    private static let mostObstacles = 32

    init(_ wording: TextWording, maxParts: Int) {
        self.wording = wording
        self.maxParts = maxParts
    }

    var fieldNames: [String] { wording.fieldNames }

    mutating func add(_ person: Person, isFirst: Bool) {
        let text = wording.text(for: person, isFirst: isFirst)
        persons += 1
        parts += text.parts
        longest = max(longest, text.parts)
        if text.parts == 0 { empty += 1 }
        if text.parts > maxParts { tooLong += 1 }
        guard let obstacle = text.obstacle else { return }
        inUCS2 += 1
        if obstacles.count < Self.mostObstacles || obstacles[obstacle] != nil { obstacles[obstacle, default: 0] += 1 }
    }

    func forecast() -> Forecast {
        let encoding: SMSText.Encoding = inUCS2 > 0 ? .ucs2 : .gsm7
        return Forecast(
            figures: [("parts", .number(parts)), ("encoding", .text(encoding.rawValue))],
            warnings: encodingWarnings + lengthWarnings + emptyWarnings,
            faults: faults
        )
    }

    private var encodingWarnings: [String] {
        let byNumber = obstacles.sorted { ($0.value, $1.key.value) > ($1.value, $0.key.value) }
        return byNumber.prefix(5).map { sign, count in
            "\(SignName.of(sign)) is outside GSM-7, so \(texts(count)) as UCS-2: 70 signs a part instead of 160."
                + SignName.advice(sign)
        }
    }

    private var lengthWarnings: [String] {
        longest > 1 && longest <= maxParts ? ["The longest text takes \(longest) parts, each charged for."] : []
    }

    private var faults: [String] {
        var faults: [String] = []
        if tooLong > 0 {
            faults.append(
                "\(texts(tooLong)) in more than \(maxParts) parts (the longest: \(longest)). Shorten the words under "
                    + "'# sms', or raise channels.sms.max_parts."
            )
        }
        if empty == persons, persons > 0 { faults.append("The text is empty. Write some words under '# sms'.") }
        return faults
    }

    private var emptyWarnings: [String] {
        empty > 0 && empty < persons
            ? ["\(texts(empty)) empty and will be refused: the words are nothing but fields."] : []
    }

    private func texts(_ count: Int) -> String { count == 1 ? "1 text goes out" : "\(count) texts go out" }
}
