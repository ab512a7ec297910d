package import People

/// Where test messages to somebody with a log-in go.
///
/// Whoever looks after the installation notes them, never the pages: else a log-in would be enough to send to anybody.
package struct OwnAddresses: Sendable, Equatable {
    package var email: EmailAddress?
    package var phone: PhoneNumber?

    package init(email: EmailAddress? = nil, phone: PhoneNumber? = nil) {
        self.email = email
        self.phone = phone
    }
}
