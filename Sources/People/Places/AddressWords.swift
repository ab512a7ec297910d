/// The words of an address, each in the one form that all its spellings share.
enum AddressWords {
    /// Splits a part of an address into folded words: lower case, without punctuation, common words abbreviated.
    ///
    /// Diacritics stay, for they tell streets apart. A `-` or `/` stays inside a word: `12-14`, `1/2`.
    static func words(of text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var words: [String] = []
        var word = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "-", "/": word.unicodeScalars.append(scalar)
            case "'", "’", ".": continue
            case "½", "¼", "¾":
                if !word.isEmpty { words.append(word) }
                words.append(fractions[scalar] ?? "")
                word = ""
            case "#":
                if !word.isEmpty { words.append(word) }
                words.append("#")
                word = ""
            case "º", "°", "ª":
                // "Nº 5" announces a number, and must not become north; "2º" is the second floor.
                if word == "n" { word = "no" }
            default:
                if !scalar.isASCII,
                    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark(scalar)
                {
                    word.unicodeScalars.append(scalar)
                } else if !word.isEmpty {
                    words.append(word)
                    word = ""
                }
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.map(folded)
    }

    /// The one form of a word: `street`, `st` and `St.` are `st`.
    private static func folded(_ word: String) -> String {
        if let short = abbreviations[word] { return short }
        for ending in ["straße", "strasse"] where word.hasSuffix(ending) {
            return word.dropLast(ending.count) + "str"
        }
        return word
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    private static let fractions: [Unicode.Scalar: String] = ["½": "1/2", "¼": "1/4", "¾": "3/4"]

    /// The commonest of USPS Publication 28's suffixes and directions, and the first ordinals.
    private static let abbreviations = [
        "street": "st", "str": "str", "saint": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "boul": "blvd",
        "road": "rd", "drive": "dr", "lane": "ln", "court": "ct", "place": "pl", "square": "sq", "terrace": "ter",
        "circle": "cir", "highway": "hwy", "parkway": "pkwy", "pky": "pkwy", "trail": "trl", "alley": "aly",
        "expressway": "expy", "turnpike": "tpke", "plaza": "plz", "crossing": "xing", "heights": "hts",
        "crescent": "cres", "route": "rte", "county": "co", "mount": "mt", "fort": "ft",
        "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
        "southwest": "sw", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
        "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
        "apartment": "apt", "appartement": "apt", "suite": "ste", "floor": "fl", "building": "bldg", "room": "rm",
        "nr": "no", "number": "no", "num": "no",
    ]
}
