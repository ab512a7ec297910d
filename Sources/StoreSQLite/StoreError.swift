/// Why the database cannot be used, in words its owner can act on.
package enum StoreError: Error, Equatable, Sendable {
    /// The file cannot be opened or read.
    case unavailable(path: String, reason: String)
    /// A newer Clarion has written it.
    case newer(path: String)
    /// It is no database, or not one of ours.
    case foreign(path: String)
    /// Everything was moved to another database, and nothing is written here any more.
    case moved(to: String)
    /// A statement failed: the file is damaged, the disk is full, another program holds it.
    case failed(reason: String)
}

extension StoreError {
    /// How the refusals of a file begin that was moved away.
    static let movedPrefix = "moved to "
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unavailable(let path, let reason):
            "The database '\(path)' cannot be opened: \(reason). Does its folder exist, and may you write there?"
        case .newer(let path):
            "The database '\(path)' was written by a newer Clarion. Install that version or a later one."
        case .foreign(let path):
            "'\(path)' is no database of Clarion's. Name another file under 'database:' in the settings."
        case .moved(let address):
            "Everything in this file was moved to \(address), and nothing is written here any more. Write that address "
                + "under 'database:' in the settings, and start anew what still runs with the old one."
        case .failed(let reason):
            "The database cannot do this: \(reason). See whether the disk is full or the file damaged: 'clarion doctor'."
        }
    }
}
