package import Calls
package import People

/// A channel whose answers come back on paper.
package protocol PaperReader: Sendable {
    /// The name of a page as somebody typed it, in the one way in which the store knows it.
    ///
    /// - Throws: Why it is none, in words that fit behind the text.
    func sheetName(_ text: String) throws -> String

    /// How the people on a page are met, by the page's name.
    func meeting(onSheet id: String) -> Meeting

    /// The delivery that a row's code stands for.
    ///
    /// - Throws: Why it is none, in words that fit behind the text.
    func delivery(ofRow code: String) throws -> DeliveryNumber

    /// The code that stands at a delivery's row.
    func rowCode(of delivery: DeliveryNumber) -> String

    /// What those who sign up on a page can say yes to, in the order in which it is printed.
    var signUpOptions: [SignUpOption] { get }

    /// Prints slips for those who have sheets: whom to leave out by now, by row codes and without names.
    ///
    /// - Parameters:
    ///   - slips: One for each who has sheets.
    ///   - organization: Whose sheets they are.
    ///   - path: The PDF to write; one that is there is replaced when the new one is whole.
    ///   - now: Stands on them.
    /// - Throws: Why the file cannot be written, in words that fit behind its name.
    func printSlips(_ slips: [ChangeSlip], for organization: Organization, to path: String, now: Timestamp) async throws

    /// Reads a file of scanned or photographed sheets, page by page; never holds more than one page.
    ///
    /// - Parameters:
    ///   - path: A PDF or a picture.
    ///   - sheet: Looks up what stands on a page.
    ///   - take: Is handed each page as it has been read.
    /// - Throws: Why the file cannot be read, in words that fit behind its name; what the closures throw.
    func read(
        _ path: String,
        sheet: @escaping @Sendable (String) async throws -> PrintedSheet?,
        take: @escaping @Sendable (ScannedPage) async throws -> Void
    ) async throws
}

/// Something that people who sign up on paper can say yes to.
package struct SignUpOption: Sendable, Equatable {
    /// As it is printed beside its box.
    package let word: String
    package let channel: ChannelID
    /// What the channel needs of the row.
    package let kind: AddressKind

    package init(word: String, channel: ChannelID, kind: AddressKind) {
        self.word = word
        self.channel = channel
        self.kind = kind
    }
}

/// What was made of one page of a file, or of one of two sheets in one picture.
package struct ScannedPage: Sendable {
    /// What it turned out to be.
    package enum Content: Sendable {
        case sheet(PrintedSheet, rows: [ScannedRow])
        /// No sheet but something that goes out with them and says nothing: a sentence.
        case companion(String)
        /// Not read, and why: a sentence without names.
        case unread(String)
    }

    /// Counted from 1 through the file.
    package let number: Int
    /// The digest of the picture: the same scan has the same.
    package let image: String
    package let content: Content
    /// The empty rows that bear handwriting.
    package let signUps: [ScannedSignUp]

    package init(number: Int, image: String, content: Content, signUps: [ScannedSignUp] = []) {
        self.number = number
        self.image = image
        self.content = content
        self.signUps = signUps
    }
}

/// What was made of one row.
package enum ScannedRow: Sendable, Equatable {
    case blank
    /// Clear marks; the confidence is from 0 to 1.
    case answer(RowAnswer, confidence: Double)
    /// A person has to look: why, and what they are shown, a PNG. `reading` is what a machine would have guessed, `marks` what
    /// bears ink: `NH, DNC`.
    case doubtful(reason: String, reading: RowAnswer?, marks: String = "", picture: [UInt8])

    /// What is seen there, in the words by which two pictures of a row are compared; `nil` where nothing is marked.
    package var seen: String? {
        switch self {
        case .blank: nil
        case .answer(let answer, _): "\(answer)"
        case .doubtful(let reason, let guess, let marks, _):
            [marks, guess.map { "\($0)" } ?? "", reason].first { !$0.isEmpty }
        }
    }
    /// What is put before a person of a row that is not entered; where something else stands, that is why.
    package func doubt(standing: RowAnswer?) -> (reason: String, reading: String, picture: [UInt8]) {
        let reading = standing.map { DoubtReading.differing(seen ?? "", from: $0) }
        switch self {
        case .doubtful(let reason, let guess, let marks, let picture):
            let plain = marks.isEmpty ? guess.map { "\($0)" } ?? "" : marks
            return (reading == nil ? reason : "differs", reading ?? plain, picture)
        case .blank, .answer:
            return ("differs", reading ?? seen ?? "", [])
        }
    }
}
