package import Calls
package import People

/// What of a page was taken back.
package enum Undone: Sendable, Equatable {
    /// Nothing that was typed is left.
    case nothing
    /// The answers of so many rows, typed in one stroke; of those persons *do not contact* was taken back, and what they
    /// opted out of by it stays.
    case answers(Int, stillOut: [PersonID] = [])
    /// Somebody who had signed up, or a row that waited for a person to say whose it is.
    case signUp(UndoneSignUp)
}

/// A sign-up that was taken back.
package struct UndoneSignUp: Sendable, Equatable {
    /// Counted from 1 from the top of the page's empty rows.
    package let row: Int
    /// `nil` where the row waited for somebody at the office and was nobody's yet.
    package let person: PersonID?
    /// By which the row's yes stands no more.
    package let channels: [ChannelID]
    /// Whether the person came with the row: they stay without a yes, and the row typed once more is theirs.
    package let isNew: Bool
    /// Whether what the row said of name and addresses stays, since the person was changed after it.
    package let keepsAddresses: Bool

    package init(row: Int, person: PersonID?, channels: [ChannelID], isNew: Bool, keepsAddresses: Bool) {
        self.row = row
        self.person = person
        self.channels = channels
        self.isNew = isNew
        self.keepsAddresses = keepsAddresses
    }
}
