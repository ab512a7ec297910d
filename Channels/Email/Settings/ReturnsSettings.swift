import Deliveries
package import ReturnedMail

/// The mailbox on a server that returned mail comes to: `returns` and `returns_password` under `channels.email`.
///
/// Never prints.
package struct ReturnsSettings: Sendable, CustomStringConvertible, CustomReflectable {
    /// `nil` when the settings name none.
    package let place: MailboxAddress?
    package let password: String?
    /// A file of PEM certificates to trust instead of the system's.
    package let certificates: String?

    /// A mask.
    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    static func read(_ reader: inout SettingsReader, certificates: String?) -> ReturnsSettings {
        var place: MailboxAddress?
        if let text = reader.optionalText("returns") {
            do throws(MailboxAddress.Fault) { place = try MailboxAddress(text) } catch {
                reader.refuse("returns", error.sentence)
            }
        }
        return ReturnsSettings(
            place: place,
            password: reader.optionalText("returns_password"),
            certificates: certificates
        )
    }
}
