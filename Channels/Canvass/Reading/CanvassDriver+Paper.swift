package import Calls
package import Deliveries
import Paper

extension CanvassDriver: PaperReader {
    package var signUpOptions: [SignUpOption] { SignUpOffer.all }

    package func printSlips(
        _ slips: [ChangeSlip],
        for organization: Organization,
        to path: String,
        now: Timestamp
    ) async throws {
        try await press.print(slips, for: organization, to: path, now: now)
    }
}
