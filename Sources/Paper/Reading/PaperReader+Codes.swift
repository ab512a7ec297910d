package import Deliveries

/// What is the same for every channel whose pages bear our codes and marks: each reads the pages of all.
extension PaperReader {
    package func sheetName(_ text: String) throws -> String { "\(try SheetID(text))" }

    package func meeting(onSheet id: String) -> Meeting { (try? SheetID(id))?.kind == .card ? .byPhone : .atDoors }

    package func delivery(ofRow code: String) throws -> DeliveryNumber { try RowCode.decode(code) }

    package func rowCode(of delivery: DeliveryNumber) -> String { RowCode.encode(delivery) }

    package func read(
        _ path: String,
        sheet: @escaping @Sendable (String) async throws -> PrintedSheet?,
        take: @escaping @Sendable (ScannedPage) async throws -> Void
    ) async throws {
        try await SheetScanner().read(path, sheet: sheet, take: take)
    }
}
