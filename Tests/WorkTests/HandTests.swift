import TestKit
import Testing

@testable import Work

struct HandTests {
    @Test func outcomesAreWrittenBeforeTheHandIsEmpty() {
        let hand = Hand(MailChannel.id, limit: 6)
        hand.take(6)
        #expect([hand.gather(), hand.gather(), hand.gather()] == [false, false, true], "half of it")
        hand.write(3)
        #expect(!hand.gather(), "what is being written counts no more")
        #expect(hand.count == 6, "and is in hand until it is written")
        hand.release(3)
        #expect(hand.count == 3)
    }

    @Test func aHandShrinksWhereTheOtherSideIsSlowAndGrowsWhereItIsQuick() {
        let hand = Hand(MailChannel.id, limit: 40, begins: 10, least: 4, horizon: .seconds(2))
        hand.learn(.milliseconds(10))
        #expect(hand.limit == 20)
        hand.learn(.milliseconds(1_500))
        #expect(hand.limit == 20)
        for _ in 0..<9 { hand.learn(.seconds(3)) }
        #expect(hand.limit == 4)
        for _ in 0..<9 { hand.learn(.milliseconds(10)) }
        #expect(hand.limit == 40)
    }
}
