/// What is wrong with the states that are kept beside the ledger.
package enum LedgerFault: Error, Equatable, Sendable, CustomStringConvertible {
    case foldDiffers(count: Int)

    package var description: String {
        switch self {
        case .foldDiffers(let count): "today's consent differs from the ledger's last line in \(count) places"
        }
    }
}
