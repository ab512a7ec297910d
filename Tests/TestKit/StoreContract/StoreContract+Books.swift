import Deliveries
import Reviews
import Testing

extension StoreContract {
    /// The books balance after every step of long random walks, and nobody is asked who may not be.
    static let books: [StoreContract] = (1...4).map { seed in
        StoreContract("the books balance after every step of random walk \(seed)") { bench in
            var walk = try await BooksWalk(bench, seed: UInt64(seed))
            for step in 1...120 {
                let what = try await walk.step()
                try await bench.expectBalance("step \(step): \(what)")
                _ = try await bench.store.verifyLedger()
            }
            #expect(walk.asked > 10)
        }
    }
}
