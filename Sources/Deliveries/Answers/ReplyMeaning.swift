import Foundation

/// What a person means by a reply, as far as the words alone tell.
package enum ReplyMeaning: Sendable, Equatable {
    /// No more messages on this channel.
    case stop
    /// Messages again.
    case start
    /// Who are you, and how do I get out?
    case help
    /// A word of the opt-out inside a sentence: nobody can tell by rule, so a person has to look.
    case perhapsStop
    /// Anything else: perhaps the word that completes an ask. Upper case, single spaces, neither accents nor punctuation.
    case words(String)

    /// Reads a reply.
    ///
    /// The opt-out stands alone in the message, in any case, with punctuation and accents off; repeated words count as one.
    /// Inside a sentence its clear words make ``perhapsStop``; CANCEL and END do not, which are in too many sentences.
    ///
    /// - Parameter text: As it came; what lies behind its first 1,000 bytes is not looked at.
    package init(_ text: String) {
        let tokens = Self.tokens(text)
        let line = tokens.joined(separator: " ")
        let phrase = line.replacing("STOP ALL", with: "STOPALL").replacing("OPT OUT", with: "OPTOUT")
        let words = phrase.split(separator: " ").map(String.init)
        if !words.isEmpty, words.allSatisfy(Self.stops.contains) {
            self = .stop
        } else if words.contains(where: Self.clearStops.contains) {
            self = .perhapsStop
        } else if words.count == 1, Self.helps.contains(words[0]) {
            self = .help
        } else if words.count == 1, Self.starts.contains(words[0]) {
            self = .start
        } else {
            self = .words(line)
        }
    }

    /// Whether a text is the word that a call asks for, whatever its case, accents and punctuation.
    package static func isSame(_ word: String, as line: String) -> Bool {
        let wanted = tokens(word).joined(separator: " ")
        return !wanted.isEmpty && wanted == line
    }

    /// Words that opt in again where nothing else asks for a yes.
    package static func isYes(_ line: String) -> Bool { line == "YES" || line == "SI" }

    private static let stops: Set<String> = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "REMOVE", "ARRET",
    ]
    private static let clearStops = stops.subtracting(["CANCEL", "END"])
    private static let helps: Set<String> = ["HELP", "INFO"]
    private static let starts: Set<String> = ["START", "UNSTOP"]

    private static func tokens(_ text: String) -> [String] {
        // Cut at a whole character, so that nothing is decoded to what nobody wrote.
        let beginning = text.utf8.count > 1_000 ? String(text.unicodeScalars.prefix(250)) : text
        return beginning.folding(options: [.diacriticInsensitive, .widthInsensitive, .caseInsensitive], locale: nil)
            .uppercased()
            .split { !$0.isLetter && !$0.isNumber }
            .map(String.init)
    }
}
