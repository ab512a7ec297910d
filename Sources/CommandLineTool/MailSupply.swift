import App
import Foundation
import RemoteMailbox
import ReturnedMail

/// Where returned mail comes from, one mail at a time.
protocol MailSupply {
    /// The next mail; `nil` behind the last.
    mutating func next() async throws -> SuppliedMail?
}

/// A mail that came back, or its beginning.
struct SuppliedMail {
    let bytes: [UInt8]
    /// For sentences: where it lies.
    let name: String
    /// Marks it as read; to be called once what it says is kept.
    ///
    /// Its argument is whether a person should look at it.
    let settle: (_ wantsALook: Bool) async throws -> Void
}

/// The unread mails of a folder on an IMAP server.
struct RemoteMails: MailSupply {
    private let mailbox: RemoteMailbox
    private let name: String
    private let disposal: RemoteMailbox.Disposal
    private var left: ArraySlice<UInt32>

    /// Opens the folder.
    ///
    /// - Parameters:
    ///   - place: Where it is; the settings' own when `nil`.
    ///   - installation: Has the password, for the settings' own place alone.
    ///   - disposal: What becomes of mails that say something; others are flagged and stay.
    /// - Throws: ``Failure``.
    init(_ place: MailboxAddress, _ installation: Installation, _ disposal: RemoteMailbox.Disposal) async throws {
        let returns = installation.returns
        let own = returns?.place == place ? returns?.password : nil
        guard let password = own ?? ProcessInfo.processInfo.environment["CLARION_RETURNS_PASSWORD"] else {
            throw Failure(
                .wrongSettings,
                "\(place): no password. Write 'returns' and 'returns_password' under channels.email, or set"
                    + " CLARION_RETURNS_PASSWORD."
            )
        }
        name = place.description
        self.disposal = disposal
        do throws(RemoteMailboxFault) {
            mailbox = try await RemoteMailbox(place, password: password, certificates: returns?.certificates)
            left = try await mailbox.unread()[...]
        } catch {
            throw Self.failure(error)
        }
    }

    mutating func next() async throws -> SuppliedMail? {
        do throws(RemoteMailboxFault) {
            while let number = left.popFirst() {
                guard let bytes = try await mailbox.mail(number) else { continue }
                return SuppliedMail(bytes: bytes, name: "\(name), mail \(number)") { [mailbox, disposal] wantsALook in
                    do throws(RemoteMailboxFault) {
                        try await mailbox.settle(number, wantsALook ? .flagged : disposal)
                    } catch {
                        throw Self.failure(error)
                    }
                }
            }
        } catch {
            throw Self.failure(error)
        }
        await mailbox.close()
        return nil
    }

    private static func failure(_ fault: RemoteMailboxFault) -> Failure {
        Failure(fault.kind == .noFolder ? .noInput : .unavailable, fault.description)
    }
}
