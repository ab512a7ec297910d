import Deliveries
import Testing

struct ReplyMeaningTests {
    @Test(arguments: [
        "STOP", "stop", " Stop. ", "STOP!!!", "\"stop\"", "stop all", "STOPALL", "Unsubscribe", "CANCEL", "end",
        "Quit.",
        "revoke", "OPT-OUT", "opt out", "optout", "remove", "Arrêt", "ＳＴＯＰ", "Stop\u{200B}", "STOP\r\n",
        "stop stop stop",
    ])
    func anOptOutStandsAlone(text: String) { #expect(ReplyMeaning(text) == .stop) }

    @Test(arguments: [
        "we have got to STOP this bill", "please stop", "stop texting me", "Yes but remove me from texts",
        "quit it now",
        "I want to opt out of this",
    ])
    func insideASentenceAPersonHasToLook(text: String) { #expect(ReplyMeaning(text) == .perhapsStop) }

    @Test(arguments: [
        ("HELP", ReplyMeaning.help), ("info?", .help), ("START", .start), ("un-stop", .perhapsStop), ("unstop", .start),
        ("yes", .words("YES")), ("Sí, claro", .words("SI CLARO")), ("when does it end?", .words("WHEN DOES IT END")),
        ("stopped by yesterday", .words("STOPPED BY YESTERDAY")), ("", .words("")), ("👍", .words("")),
        ("help me", .words("HELP ME")),
    ])
    func otherWordsMeanWhatTheySay(text: String, meaning: ReplyMeaning) {
        #expect(ReplyMeaning(text) == meaning)
    }

    @Test func aHugeTextIsReadOnlyAtItsBeginning() {
        #expect(ReplyMeaning("STOP " + String(repeating: "\u{301}", count: 1_000_000)) == .stop)
        #expect(ReplyMeaning(String(repeating: "a ", count: 500_000) + "STOP") != .perhapsStop)
    }

    @Test func aCallsWordIsTheSameInAnySpelling() {
        #expect(ReplyMeaning.isSame("SÍ", as: "SI"))
        #expect(!ReplyMeaning.isSame("", as: ""))
        #expect(!ReplyMeaning.isSame("YES", as: "YES I WILL"))
    }
}
