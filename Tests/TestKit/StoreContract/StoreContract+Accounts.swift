import Accounts
import Calls
import People
import Testing

extension StoreContract {
    private static let owner = LoginName(rawValue: "owner")
    private static let helper = LoginName(rawValue: "helper")
    private static func digest(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    /// Log-ins, sessions and tokens.
    static let accounts: [StoreContract] = [
        StoreContract("a log-in's name is taken once") { bench in
            let name = try #require(owner)
            #expect(try await bench.store.addAccount(name, role: .owner, PasswordHash(text: "a"), now: bench.start))
            #expect(
                try await bench.store.addAccount(name, role: .viewer, PasswordHash(text: "b"), now: bench.start)
                    == false
            )
            #expect(try await bench.store.passwordHash(of: name)?.text == "a")
            #expect(try await bench.store.accounts().map(\.role) == [.owner])
        },
        StoreContract("the last owner stays an owner") { bench in
            let (first, second) = try await addTwo(bench)
            #expect(try await bench.store.setRole(.viewer, of: first) == .lastOwner)
            #expect(try await bench.store.removeAccount(first) == .lastOwner)
            #expect(try await bench.store.setRole(.owner, of: first) == .done)
            #expect(try await bench.store.setRole(.owner, of: second) == .done)
            #expect(try await bench.store.removeAccount(first) == .done)
            #expect(try await bench.store.removeAccount(first) == .noSuchAccount)
            #expect(try await bench.store.setRole(.viewer, of: first) == .noSuchAccount)
            #expect(try await bench.store.accounts().map(\.name) == [second])
        },
        StoreContract("a session ends when nobody used it, and at last in any case") { bench in
            let (name, _) = try await addTwo(bench)
            try await open(digest(1), of: name, bench)
            #expect(try await bench.store.session(digest(1), now: bench.start)?.role == .owner)
            #expect(try await bench.store.session(digest(2), now: bench.start) == nil)
            var now = bench.start
            let end = bench.start + SessionRule.longest
            while now + .seconds(36_000) < end {
                now = now + .seconds(36_000)
                #expect(try await bench.store.session(digest(1), now: now)?.expiresAt == end)
            }
            #expect(try await bench.store.session(digest(1), now: end + .seconds(1)) == nil)
            try await open(digest(3), of: name, bench)
            let idle = bench.start + SessionRule.idle + .seconds(1)
            #expect(try await bench.store.session(digest(3), now: idle) == nil)
        },
        StoreContract("a new password ends every session and token of that log-in alone") { bench in
            let (name, other) = try await addTwo(bench)
            try await open(digest(1), of: name, bench)
            try await open(digest(2), of: other, bench)
            try await bench.store.addToken(digest(3), title: "map", role: .viewer, of: name, now: bench.start)
            #expect(try await bench.store.setPassword(PasswordHash(text: "new"), of: name))
            #expect(try await bench.store.session(digest(1), now: bench.start) == nil)
            #expect(try await bench.store.bearer(digest(3), now: bench.start) == nil)
            #expect(try await bench.store.session(digest(2), now: bench.start) != nil)
            #expect(try await bench.store.passwordHash(of: name)?.text == "new")
        },
        StoreContract("nobody logs in with a password that changed while it was compared") { bench in
            let (name, _) = try await addTwo(bench)
            let old = try #require(try await bench.store.passwordHash(of: name))
            #expect(try await bench.store.setPassword(PasswordHash(text: "meanwhile"), of: name))
            #expect(
                try await bench.store.openSession(digest(1), of: name, proven: old, now: bench.start) == false
            )
            #expect(try await bench.store.session(digest(1), now: bench.start) == nil)
            #expect(try await bench.store.accounts().first { $0.name == name }?.lastLogin == nil)
        },
        StoreContract("two owners cannot let each other out at once") { bench in
            let (first, second) = try await addTwo(bench)
            #expect(try await bench.store.setRole(.owner, of: second) == .done)
            async let one = bench.store.removeAccount(first)
            async let other = bench.store.removeAccount(second)
            let results = try await [one, other]
            #expect(results.contains(.done) && results.contains(.lastOwner))
            #expect(try await bench.store.accounts().count == 1)
        },
        StoreContract("a password at a new cost is kept only in the place of the one that was compared") { bench in
            let (name, _) = try await addTwo(bench)
            let old = try #require(try await bench.store.passwordHash(of: name))
            #expect(try await bench.store.setPassword(PasswordHash(text: "meanwhile"), of: name))
            try await bench.store.refresh(PasswordHash(text: "dearer"), of: name, replacing: old)
            #expect(try await bench.store.passwordHash(of: name)?.text == "meanwhile")
        },
        StoreContract("a token never does more than its log-in may today") { bench in
            let (_, name) = try await addTwo(bench)
            try await bench.store.addToken(digest(1), title: "sender", role: .organizer, of: name, now: bench.start)
            #expect(try await bench.store.bearer(digest(1), now: bench.start)?.role == .entry)
            #expect(try await bench.store.setRole(.owner, of: name) == .done)
            #expect(try await bench.store.bearer(digest(1), now: bench.start)?.role == .organizer)
            let token = try #require(try await bench.store.tokens(of: name).first)
            #expect(token.lastUsed == bench.start)
            #expect(try await bench.store.revokeToken(token.number, of: owner) == false)
            #expect(try await bench.store.revokeToken(token.number, of: name))
            #expect(try await bench.store.bearer(digest(1), now: bench.start) == nil)
            #expect(try await bench.store.tokens(of: nil).isEmpty)
        },
        StoreContract("where tests go is noted for those who log in, and gone with them") { bench in
            let (name, other) = try await addTwo(bench)
            #expect(try await bench.store.ownAddresses(of: name) == OwnAddresses())
            let own = OwnAddresses(
                email: try EmailAddress("ada@example.org"),
                phone: try PhoneNumber("(212) 555-0101", region: "US")
            )
            #expect(try await bench.store.setOwnAddresses(own, of: other))
            #expect(try await bench.store.ownAddresses(of: other) == own)
            #expect(try await bench.store.ownAddresses(of: name) == OwnAddresses())
            #expect(try await bench.store.removeAccount(other) == .done)
            #expect(try await bench.store.ownAddresses(of: other) == nil)
            #expect(try await bench.store.setOwnAddresses(own, of: other) == false)
        },
        StoreContract("who listens hears when a session has ended, and does not prolong it") { bench in
            let (name, _) = try await addTwo(bench)
            for byte in 1...3 as ClosedRange<UInt8> { try await open(digest(byte), of: name, bench) }
            let asked = [digest(1), digest(2), digest(9)]
            #expect(
                try await bench.store.openSessions(among: asked, now: bench.start) == Set([digest(1), digest(2)])
            )
            try await bench.store.endSession(digest(2))
            let late = bench.start + SessionRule.idle
            #expect(try await bench.store.openSessions(among: asked, now: late) == Set([digest(1)]))
            #expect(try await bench.store.openSessions(among: asked, now: late + .seconds(1)).isEmpty)
            #expect(try await bench.store.openSessions(among: [], now: bench.start).isEmpty)
        },
        StoreContract("who is let out is out at once") { bench in
            let (_, name) = try await addTwo(bench)
            try await open(digest(1), of: name, bench)
            try await bench.store.addToken(digest(2), title: "map", role: .viewer, of: name, now: bench.start)
            #expect(try await bench.store.removeAccount(name) == .done)
            #expect(try await bench.store.session(digest(1), now: bench.start) == nil)
            #expect(try await bench.store.bearer(digest(2), now: bench.start) == nil)
        },
    ]

    private static func open(_ digest: [UInt8], of name: LoginName, _ bench: StoreBench) async throws {
        let hash = try #require(try await bench.store.passwordHash(of: name))
        #expect(try await bench.store.openSession(digest, of: name, proven: hash, now: bench.start))
    }

    private static func addTwo(_ bench: StoreBench) async throws -> (LoginName, LoginName) {
        let first = try #require(owner), second = try #require(helper)
        _ = try await bench.store.addAccount(first, role: .owner, PasswordHash(text: "a"), now: bench.start)
        _ = try await bench.store.addAccount(second, role: .entry, PasswordHash(text: "b"), now: bench.start)
        return (first, second)
    }
}
