extension MessageFileError: CustomStringConvertible {
    /// A line for each fault.
    package var description: String {
        faults.map { "Line \($0.line): \($0.problem)" }.joined(separator: "\n")
    }
}

extension MessageFileError.Problem: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String { wordsOfFile ?? wordsOfKeys ?? wordsOfValue ?? wordsOfSection }

    private var wordsOfFile: String? {
        switch self {
        case .tooLarge(let limit):
            "the file is larger than \(limit / 1_000_000) MB. A message is text: take pictures out."
        case .notUTF8: "the file is not UTF-8. Save it again with the encoding UTF-8."
        case .controlCharacter(let byte):
            "there is a control character (U+00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true)))."
                + " Take it out; it often comes with copied text."
        case .noHeader:
            "the file does not begin with a header. Write '---', then 'title:' and 'action:', then '---', and the words"
                + " under it."
        case .headerNotClosed: "the header is never closed. Write a line '---' under it, before the words."
        case .noWords: "the message has no text. Write it under the header."
        case .unknownZone(let zone):
            "the organization's time zone '\(zone)' does not exist. Correct it in the settings."
        case .headerTooLarge(let limit): "the header is larger than \(limit / 1_000) KB. Put the words under it."
        case .headerTooDeep: "the header is nested too deeply. Nothing in it has more than two levels."
        case .headerReference(let text):
            "'\(text)' begins with a sign that YAML reads as a reference. Put the text in quotes: \"\(text)\"."
        case .headerSyntax(let syntax): syntax.description
        case .notKeys: "the header has to be lines of the form 'title: Come to the hearing'."
        case .keyIsNoWord: "what stands before the colon has to be one word, such as 'title'."
        default: nil
        }
    }

    private var wordsOfKeys: String? {
        switch self {
        case .duplicateKey(let key, let first): "'\(key)' stands in line \(first) already. Keep one of them."
        case .sameThingTwice(let key, let other): "'\(key)' and '\(other)' mean the same. Keep one of them."
        case .missingKey(let key, let example): "'\(key)' is missing. Add a line '\(example)' to the header."
        case .unknownKey(let key, let known): "'\(key)' is not a known key.\(NearMatch.hint(for: key, among: known))"
        case .tagsOutsideAudience:
            "'tags' does not choose here who is asked. Write 'audience: { tags: [tenant] }', or take it out."
        case .noValue(let key): "'\(key)' has no value. Write one behind the colon, or take the line out."
        case .notOneLine(let key): "'\(key)' has to be one line of text."
        case .notAList(let key): "'\(key)' has to be a word or a list of words, such as [one, two]."
        case .notAMap(let key, let keys):
            "'\(key)' has to have keys of its own under it"
                + (keys.isEmpty ? "." : ": \(keys.joined(separator: ", ")).")
        default: nil
        }
    }

    private var wordsOfValue: String? {
        switch self {
        case .draft: "this is a draft. Take the line 'draft: true' out when it may go."
        case .notYesOrNo(let key): "'\(key)' has to be true or false."
        case .badSlug(let slug, let suggestion):
            "'\(slug)' cannot be a call's name. Use lower-case letters, digits and hyphens: '\(suggestion)'."
        case .noSlug: "the file's name gives no name for the call. Add a line 'call: rent-hearing' to the header."
        case .unknownKind(let kind):
            "'\(kind)' is not a kind of action.\(NearMatch.hint(for: kind, among: Action.Kind.allCases.map(\.rawValue)))"
        case .notADate(let key, let written):
            "'\(key)' is '\(written)', and that is not a time. Write 2026-12-04 or 2026-12-04T18:30."
        case .noSuchDate(let key, let written):
            "'\(key)' is '\(written)', and there is no such day or time. Correct it."
        case .skippedTime(let key, let written, let zone):
            "'\(key)' is '\(written)', which the clocks skip in \(zone) on that day. Write an hour earlier or later."
        case .expiresBeforePublished: "'expiryDate' is not later than 'publishDate'. Correct one of them."
        case .badGoal(let written): "'goal' is '\(written)'. Write a whole number above 0, without commas."
        case .badAddress(let written):
            "'\(written)' is not a web address. Write one that begins with https:// and has no spaces."
        case .badReply(let written): "'reply' is '\(written)'. Write one word of letters and digits, such as YES."
        case .reservedReply(let word): "'\(word)' has a meaning of its own in text messages. Choose another word."
        case .badLanguage(let written): "'\(written)' is not a language. Write a tag such as en, es or pt-BR."
        case .unknownChannel(let name, let configured) where configured.isEmpty:
            "'\(name)' is not a configured channel. None is configured: do that in the settings first."
        case .unknownChannel(let name, let configured):
            "'\(name)' is not a configured channel.\(NearMatch.find(name, among: configured).map { " Did you mean '\($0)'?" } ?? "")"
                + " Configured: \(configured.joined(separator: ", "))."
        default: nil
        }
    }

    private var wordsOfSection: String {
        switch self {
        case .sectionTwice(let name, let first): "'# \(name)' stands in line \(first) already. Put its words together."
        case .emptySection(let name): "the section '# \(name)' has no words. Write some, or take its heading out."
        case .likelySection(let written, let channel):
            "is '# \(written)' meant to begin the words for \(channel)? Then write '# \(channel)'; otherwise write"
                + " '## \(written)'."
        case .channelWithoutWords(let name):
            "there are no words for '\(name)'. Write them before the first section, or under a heading '# \(name)'."
        case .template(let problem): problem
        default: ""
        }
    }
}

extension MessageFileError.HeaderSyntax: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .tab: "there is a tab in the indent. YAML wants spaces there."
        case .unclosedQuote: "a quotation mark is never closed. Write it at the end of the text, too."
        case .unclosedBracket: "a list or map in brackets is not well formed. Check its commas and its end."
        case .colonInValue: "there is a second ': ' in the line, or text without a key. Put the text in quotes."
        case .indentation:
            "the line is not indented like its neighbours. Give keys that belong together the same indent."
        case .specialSign: "the text begins with a sign that means something in YAML. Put the text in quotes."
        case .lineSeparator: "there is an invisible line separator in the line. Take it out, or type the line anew."
        case .backslash: "a backslash in double quotes begins a code that YAML does not know. Use single quotes."
        case .other(let words): "the header cannot be read (\(words)). Put texts with unusual signs in quotes."
        }
    }
}
