import Curl
import ReturnedMail

/// Why a mailbox on a server cannot be read, in words.
package struct RemoteMailboxFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// The server is not there, does not let us in, or stopped.
        case unavailable
        /// There is no such folder, or it may not be written to.
        case noFolder
        /// The server refused a command, in its own words.
        case refused(String)
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ place: MailboxAddress, _ sentence: String) {
        self.kind = kind
        description = "\(place): \(sentence)"
    }

    /// The numbers are libcurl's `CURLE_…`.
    init(_ error: CurlError, at place: MailboxAddress) {
        let sentence =
            switch error.code {
            case 6: "no such host. Check the name."
            case 7: "nobody answers there: \(error). Check the host and the port."
            case 28: "no answer in time. Check the host, and firewalls on the way."
            case 35:
                "encryption failed: \(error). Is it imaps:// where the server speaks STARTTLS, or the reverse?"
            case 58, 60, 66, 77, 82, 83:
                "its certificate is not to be trusted: \(error). Check the host's name, or name the certificates to"
                    + " trust in 'ca_file'."
            case 64: "it does not offer STARTTLS, and without encryption no password is sent. Use imaps://."
            case 67: "log-in refused. Check the user, and the password in 'returns_password'."
            default: "\(error)"
            }
        self.init(.unavailable, place, sentence)
    }
}
