package import Calls
package import People

/// What the empty rows of printed pages need of the database.
package protocol SignUpStore: Sendable {
    /// Takes in somebody who signed up on paper, as a person typed it; all of it in one transaction.
    ///
    /// Whose email is known, or whose phone together with the name, is that person; everybody else is new. The picture of
    /// the row, if one waits, goes.
    ///
    /// - Returns: What became of it; `nil` when there is no such page.
    func signUp(_ signUp: SignUp, by recorder: String, now: Timestamp) async throws -> SignUpResult?

    /// The empty rows of a page that somebody has typed, or that wait for a person; in its present revision.
    func signUpRows(on sheet: String) async throws -> [Int: SignUpRowState]

    /// Those who signed up on a page, as they are today and as far as somebody has typed them; whoever is forgotten is left out.
    func people(signedUpOn sheet: String) async throws -> [Person]

    /// The rows with handwriting that nobody has typed yet, the oldest first.
    func writtenRows() async throws -> [WrittenRow]

    /// The picture of a row that waits, a PNG; `nil` when there is none.
    func picture(ofWrittenRow number: Int64) async throws -> [UInt8]?

    /// Lays a row aside that is no sign-up after all.
    ///
    /// - Returns: False when no such row waits.
    func layAside(writtenRow number: Int64, by recorder: String, now: Timestamp) async throws -> Bool
}

/// How far an empty row of a page is.
package enum SignUpRowState: Sendable, Equatable {
    /// Somebody typed it.
    case entered
    /// It bears handwriting, or was typed on the sheet's page and needs a decision.
    case waiting
}

/// An empty row of a page in which a scan has seen handwriting, or which was typed on the sheet's page and needs a decision.
package struct WrittenRow: Sendable, Equatable {
    package let number: Int64
    package let sheet: String
    /// Counted from 1.
    package let row: Int
    package let file: String
    package let at: Timestamp

    package init(number: Int64, sheet: String, row: Int, file: String, at: Timestamp) {
        self.number = number
        self.sheet = sheet
        self.row = row
        self.file = file
        self.at = at
    }
}

/// Handwriting in an empty row, as a scan has cropped it.
package struct ScannedSignUp: Sendable, Equatable {
    /// Counted from 1.
    package let row: Int
    /// A PNG.
    package let picture: [UInt8]

    package init(row: Int, picture: [UInt8]) {
        self.row = row
        self.picture = picture
    }
}
