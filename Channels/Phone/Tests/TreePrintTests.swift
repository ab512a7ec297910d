import Deliveries
import Foundation
import People
import TestKit
import Testing

@testable import PhoneChannel

/// What members of a tree hold in their hands.
struct TreePrintTests {
    private static func page(of member: String, _ pages: [String]) throws -> String {
        try #require(pages.first { $0.contains(try Regex("Caller +\(member)\\b")) })
    }

    @Test func eachCallerHasACardThatSaysWhoWhomAndWhatThen() async throws {
        // Thirteen numbers: the organizer calls 1, 2, 3; 1 calls 4, 8, 11; 4 calls 15, whose number is 14th.
        let printed = try await CardBench(CardBench.tree).print(Callees.items(15))
        let pages = try printed.pages
        #expect(pages.count == 6, "the overview, the organizer's card and four callers'")
        #expect(pages[0].contains("Overview") && !pages[0].contains("(212) 555-1"), "names, but no numbers")
        #expect(pages[1].contains("The tree begins with you: 15 members on 3 levels"))

        let first = try Self.page(of: "Ada1 Sample", pages)
        #expect(first.contains("Riverside Tenants Union calls you, level 1 of 3"))
        #expect(first.contains("No answer? Leave word"))
        #expect(first.contains("Ada15 Sample"), "whom the missed one would call")
        #expect(!first.contains("Ada2 Sample"))
        #expect(!first.contains("(212) 555-1001"), "nobody needs their own number")

        let last = try Self.page(of: "Ada4 Sample", pages)
        #expect(last.contains("Ada1 Sample calls you, level 2 of 3"))
        #expect(last.contains("call back Riverside Tenants Union: (212) 555-0199"))
        #expect(!last.contains("No answer? Leave word") && !last.contains("call on"))
    }

    @Test func everybodyStandsInOneRowAndAnybodysNumberOnTwoCardsAtMost() async throws {
        let items = try Callees.items(60)
        let printed = try await CardBench(CardBench.tree).print(items.shuffled())
        #expect(printed.log.sent == 60)
        let text = try printed.text
        for number in Set(items.compactMap(\.person.phone)) {
            #expect((1...2).contains(text.ranges(of: number.written(in: "US")).count))
        }
    }

    @Test func theSamePeopleMakeTheSameTree() async throws {
        let items = try Callees.items(40)
        let first = try await CardBench(CardBench.tree).print(items)
        let second = try await CardBench(CardBench.tree).print(items.shuffled())
        #expect(first.sheets == second.sheets)
    }
}
