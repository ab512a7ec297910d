import Accounts
import Testing

@Suite struct PasswordTests {
    private func name() throws -> LoginName { try #require(LoginName(rawValue: "ana")) }

    @Test func aHashKnowsItsPasswordAndNoOther() throws {
        let password = try Password(chosen: "copper lantern river nine", for: name())
        let hash = try PasswordHash(password)
        #expect(hash.matches(password))
        #expect(hash.matches(try #require(Password(typed: "copper lantern river nin"))) == false)
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(!hash.isOutdated)
        #expect(try PasswordHash(password).text != hash.text, "each has a salt of its own")
    }

    @Test func theSamePasswordFromAnotherKeyboardIsTheSame() throws {
        let hash = try PasswordHash(try Password(chosen: "caf\u{E9} au lait sans sucre", for: name()))
        #expect(hash.matches(try #require(Password(typed: "cafe\u{301} au lait sans sucre"))))
    }

    /// RFC 7914's third example: N = 16384, r = 8, p = 1.
    @Test func aPublishedExampleAgrees() throws {
        let known = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI"
        let hash = PasswordHash(text: known)
        #expect(hash.matches(try #require(Password(typed: "pleaseletmein"))))
        #expect(hash.isOutdated)
    }

    @Test(arguments: [
        "", "plain", "$scrypt$", "$scrypt$ln=15,r=8,p=3$$", "$scrypt$ln=99,r=8,p=3$AAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=15,r=8$AAAA$AAAA", "$scrypt$p=3,ln=15,r=8$AAAAAAAAAAAAAAAA$AAAA", "$argon2id$v=19$x$y",
    ])
    func aTextThatIsNoHashMatchesNothing(text: String) throws {
        #expect(PasswordHash(text: text).matches(try #require(Password(typed: ""))) == false)
    }

    @Test(arguments: [
        ("short", PasswordFault.tooShort), ("aaaaaaaaaaaaaaaa", .tooSimple), ("anaanaanaana", .tooSimple),
        (String(repeating: "long ", count: 300), .tooLong),
    ])
    func aPasswordThatIsEasilyGuessedIsRefused(chosen: String, fault: PasswordFault) throws {
        let name = try name()
        #expect(throws: fault) { try Password(chosen: chosen, for: name) }
    }

    @Test func nothingPrints() throws {
        let password = try Password(chosen: "copper lantern river nine", for: name())
        let hash = try PasswordHash(password)
        let secret = Credential(prefix: "clarion_")
        var dumped = ""
        dump(password, to: &dumped)
        dump(secret, to: &dumped)
        #expect(!"\(password) \(hash) \(secret) \(dumped)".contains("lantern"))
        #expect(!"\(secret) \(dumped)".contains(secret.text))
    }

    @Test func aFormOpensOnlyToItsOwnSession() {
        let mine = Credential(), other = Credential()
        #expect(mine.acceptsForm(mine.formToken))
        #expect(!mine.acceptsForm(other.formToken))
        #expect(!mine.acceptsForm(""))
        #expect(mine.digest.count == 32 && mine.digest != other.digest)
        #expect(mine.text.utf8.count == 43)
    }
}
