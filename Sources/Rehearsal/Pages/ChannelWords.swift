import Calls

/// The names of channels and reasons in words for organizers.
enum ChannelWords {
    /// A channel's name as a title.
    static func title(_ channel: ChannelID) -> String {
        switch channel.rawValue {
        case "email": "Email"
        case "sms": "Text messages"
        case "canvass": "Doors"
        case "phone": "Phone calls"
        default: channel.rawValue.prefix(1).uppercased() + channel.rawValue.dropFirst()
        }
    }

    /// Why people are left out, to be read behind their number.
    ///
    /// - Parameter reason: As the log names it; one that is not known here is shown as it is.
    /// - Returns: The end of a sentence: `have opted out`.
    static func reason(_ reason: String) -> String {
        switch reason {
        case "no-consent": "have not opted in"
        case "consent-pending": "have not confirmed their opt-in"
        case "consent-withdrawn": "have opted out"
        case "no-address": "have no address for this channel"
        case "bad-address": "have an address that cannot work"
        case "suppressed": "have an address that refused us before"
        case "duplicate-address": "share an address that is asked already"
        case "already-done": "have done it already"
        case "expired": "would be asked after the call has closed"
        case "too-soon": "asked to hear from us more seldom"
        default: reason
        }
    }
}
