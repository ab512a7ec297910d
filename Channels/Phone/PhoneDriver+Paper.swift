package import Calls
package import Deliveries
import Paper

extension PhoneDriver: PaperReader {
    /// Nobody signs up on the phone.
    package var signUpOptions: [SignUpOption] { [] }

    package func printSlips(
        _ slips: [ChangeSlip],
        for organization: Organization,
        to path: String,
        now: Timestamp
    ) async throws {
        try await press.print(slips, for: organization, to: path, now: now)
    }
}
