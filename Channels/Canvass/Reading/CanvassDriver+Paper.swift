package import Calls
package import Deliveries

extension CanvassDriver: PaperReader {
    package func sheetName(_ text: String) throws -> String { "\(try SheetID(text))" }

    package func delivery(ofRow code: String) throws -> DeliveryNumber { try RowCode.decode(code) }

    package func rowCode(of delivery: DeliveryNumber) -> String { RowCode.encode(delivery) }

    package var signUpOptions: [SignUpOption] { SignUpOffer.all }

    package func printSlips(
        _ slips: [ChangeSlip],
        for organization: Organization,
        to path: String,
        now: Timestamp
    ) async throws {
        try await press.print(slips, for: organization, to: path, now: now)
    }

    package func read(
        _ path: String,
        sheet: @escaping @Sendable (String) async throws -> PrintedSheet?,
        take: @escaping @Sendable (ScannedPage) async throws -> Void
    ) async throws {
        try await SheetScanner().read(path, sheet: sheet, take: take)
    }
}
