/// Why a folder cannot take a rehearsal.
package enum RehearsalFolderError: Error, Equatable, Sendable {
    /// There is something in it that no rehearsal left.
    case occupied(path: String)
    /// It is a file.
    case notAFolder(path: String)
    /// The system refuses, for a reason in its own words.
    case unwritable(path: String, reason: String)
}

extension RehearsalFolderError: CustomStringConvertible {
    /// Where, what, and what to do.
    package var description: String {
        switch self {
        case .occupied(let path):
            "\(path): this folder holds other things, and a rehearsal would be mixed up with them."
                + " Name another folder with --output, or an empty one."
        case .notAFolder(let path):
            "\(path): this is a file. Name a folder with --output."
        case .unwritable(let path, let reason):
            "\(path): cannot be written (\(reason)). Mend its permissions or name another folder with --output."
        }
    }
}
