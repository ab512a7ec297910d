/// What is wrong with a message file, in words its author can act on.
package struct MessageFileError: Error, Equatable, Sendable {
    /// One thing that is wrong, and where.
    package struct Fault: Equatable, Sendable {
        /// The first line is 1.
        package let line: Int
        package let problem: Problem

        package init(line: Int, problem: Problem) {
            self.line = line
            self.problem = problem
        }
    }

    /// Every fault found, in the order of the lines; never empty.
    package let faults: [Fault]

    package init(faults: [Fault]) { self.faults = faults }
}

extension MessageFileError {
    /// What can be wrong: facts, of which the description makes words.
    package enum Problem: Equatable, Sendable {
        // The file as a whole
        case tooLarge(limit: Int)
        case notUTF8
        case controlCharacter(UInt8)
        case noHeader
        case headerNotClosed
        case noWords
        case unknownZone(String)

        // The header as YAML
        case headerTooLarge(limit: Int)
        case headerTooDeep
        case headerReference(String)
        case headerSyntax(HeaderSyntax)
        case notKeys
        case keyIsNoWord

        // Keys
        case duplicateKey(String, first: Int)
        case sameThingTwice(String, String)
        case missingKey(String, example: String)
        case unknownKey(String, known: [String])
        case tagsOutsideAudience

        // Values
        case noValue(String)
        case notOneLine(String)
        case notAList(String)
        case notAMap(String, keys: [String])
        case draft
        case notYesOrNo(String)
        case badSlug(String, suggestion: String)
        case noSlug
        case unknownKind(String)
        case notADate(String, written: String)
        case noSuchDate(String, written: String)
        case skippedTime(String, written: String, zone: String)
        case expiresBeforePublished
        case badGoal(String)
        case badAddress(String)
        case badReply(String)
        case reservedReply(String)
        case badLanguage(String)
        case unknownChannel(String, configured: [String])

        // The words
        case sectionTwice(String, first: Int)
        case emptySection(String)
        case likelySection(String, channel: String)
        case channelWithoutWords(String)
        case template(String)
    }

    /// What keeps a header from being YAML.
    package enum HeaderSyntax: Equatable, Sendable {
        case tab
        case unclosedQuote
        case unclosedBracket
        case colonInValue
        case indentation
        case specialSign
        case lineSeparator
        case backslash
        /// The parser's own words, where ours have none.
        case other(String)
    }
}

/// Faults as they are found, in any order.
struct FaultList {
    private var found: [MessageFileError.Fault] = []

    var isEmpty: Bool { found.isEmpty }

    /// By line; those of one line in the order in which they were found.
    var inOrder: [MessageFileError.Fault] {
        found.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    mutating func add(_ problem: MessageFileError.Problem, line: Int) {
        let fault = MessageFileError.Fault(line: line, problem: problem)
        if !found.contains(fault) { found.append(fault) }
    }
}
