import Testing

@testable import ReturnedMail

struct MailboxAddressTests {
    @Test func addressesAreRead() throws {
        let plain = try MailboxAddress("imaps://bounces@riverside.example@mail.example.org/INBOX")
        #expect(plain == (try MailboxAddress("IMAPS://bounces%40riverside.example@mail.example.org:993")))
        #expect(plain.user == "bounces@riverside.example")
        #expect(plain.description == "imaps://mail.example.org:993/INBOX")
        #expect(!"\(plain) \(String(reflecting: plain))".contains("bounces"))
        let other = try MailboxAddress("imap://b@[::1]:1143/INBOX/Back%20again")
        #expect(other.host == "::1")
        #expect(other.port == 1_143)
        #expect(other.folder == "INBOX/Back again")
        #expect(other.isLoopback)
        #expect(!plain.isLoopback)
        #expect(!(try MailboxAddress("imap://b@127.evil.example").isLoopback))
    }

    @Test(arguments: [
        ("smtp://a@b", "must begin with"), ("imaps://mail.example.org/INBOX", "names no user"),
        ("imaps://@mail.example.org", "names no user"), ("imaps://a:hush-hush@mail.example.org", "holds a password"),
        ("imaps://a@", "has a host"), ("imaps://a@b c", "has a host"), ("imaps://a@b:0", "has a port"),
        ("imaps://a@b:x", "has a port"), ("imaps://a@[::1", "has a host"), ("imaps://a@[x:y]", "has something between"),
        ("imaps://a@b/INBOX%0D%0AC1 LOGOUT", "has a folder"), ("imaps://a%00@b/", "has a user"),
        ("imaps://a@b/Zurück", "has a folder"),
    ])
    func othersAreRefusedWithoutBeingRepeated(text: String, sentence: String) {
        let fault = #expect(throws: MailboxAddress.Fault.self) { _ = try MailboxAddress(text) }
        #expect(fault?.sentence.hasPrefix(sentence) == true, "\(fault?.sentence ?? "")")
        #expect(fault?.sentence.contains("hush-hush") == false)
    }
}
