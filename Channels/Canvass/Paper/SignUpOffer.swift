import Calls
import Deliveries
import Paper
import People
import SheetReading

/// What people who sign up on a sheet are asked, and what they can say yes to.
enum SignUpOffer {
    /// The word beside each box, and the channel by which it may be.
    static let all = [
        SignUpOption(word: "texts", channel: ChannelID(rawValue: "sms"), kind: .textPhone),
        SignUpOption(word: "email", channel: ChannelID(rawValue: "email"), kind: .mailbox),
        SignUpOption(word: "visits", channel: CanvassDriver.id, kind: .door),
    ]

    /// The names of the boxes to write in, in the geometry's order.
    static let boxNames = ["Name", "Phone", "Email", "Home"]

    /// The words that are agreed to, as they are printed and as they are kept.
    ///
    /// - Parameter organization: Who asks.
    /// - Returns: Two lines on paper: a name that is too long for them ends early.
    static func wording(_ organization: Organization) -> String {
        let name = organization.name.printable
        let short = name.count <= 80 ? name : "\(name.prefix(79))…"
        return "I want to hear from \(short) about actions like this one, in each way that I mark: "
            + "texts, email, visits at home. I can say no again at any time."
    }
}

/// The block of empty rows at the end of a turf.
enum SignUpBlock {
    /// A turf's last page keeps room for so many, if it costs another page; more only where the page has room.
    static let least = 1

    /// The height of the block, in points.
    static func height(rows: Int) -> Double {
        rows == 0 ? 0 : SheetGeometry.signUpHeadHeight + Double(rows) * SheetGeometry.signUpRowHeight
    }

    /// How many rows a room holds.
    ///
    /// - Parameters:
    ///   - room: What the doors left of the page, in points.
    ///   - wanted: At most so many.
    /// - Returns: 0 when not even one has room.
    static func rows(in room: Double, wanted: Int) -> Int {
        max(0, min(wanted, Int((room - SheetGeometry.signUpHeadHeight) / SheetGeometry.signUpRowHeight)))
    }
}
