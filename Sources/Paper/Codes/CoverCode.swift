package import Deliveries

/// What the QR code says of a page that goes out with others and says nothing itself.
package enum CoverCode: Equatable, Sendable {
    /// The cover of a turf's sheets.
    case turf(TurfID)
    /// The overview of a phone tree, by the call's number and the batch.
    case tree(call: Int64, batch: Int)

    private static let (turfs, trees) = ("CLARION:T:", "CLARION:O:")

    package var text: String {
        switch self {
        case .turf(let turf): "\(Self.turfs)\(turf)"
        case .tree(let call, let batch): "\(Self.trees)\(call)-\(batch)"
        }
    }

    /// Reads what a QR code says; `nil` when it is none of ours.
    package init?(_ text: String) {
        if text.hasPrefix(Self.turfs), let turf = TurfID(String(text.dropFirst(Self.turfs.count))) {
            self = .turf(turf)
        } else if text.hasPrefix(Self.trees) {
            let parts = text.dropFirst(Self.trees.count).split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let call = Int64(parts[0]), let batch = Int(parts[1]) else { return nil }
            self = .tree(call: call, batch: batch)
        } else {
            return nil
        }
    }

    /// `the cover of turf T1-3`.
    var name: String {
        switch self {
        case .turf(let turf): "the cover of turf \(turf)"
        case .tree: "the overview of a phone tree"
        }
    }
}
