import Foundation

/// Makes a folder ready for a rehearsal without touching anything that no rehearsal left.
enum FolderClaim {
    /// The file that tells a rehearsal's folder from others.
    static let marker = ".clarion-rehearsal"

    /// Creates the folder, or empties it of an earlier rehearsal.
    ///
    /// - Parameter path: The folder.
    /// - Throws: ``RehearsalFolderError``.
    static func take(_ path: String) throws(RehearsalFolderError) {
        let files = FileManager.default
        if files.fileExists(atPath: path), !isFolder(path) { throw .notAFolder(path: path) }
        do {
            // What lies here is for the organizer's eyes only.
            try files.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let names = try files.contentsOfDirectory(atPath: path)
            guard names.isEmpty || names.contains(marker) else { throw RehearsalFolderError.occupied(path: path) }
            for name in names where isOurs(name) { try files.removeItem(atPath: "\(path)/\(name)") }
            try Data("This folder was written by a rehearsal; the next one replaces it.\n".utf8)
                .write(to: URL(filePath: "\(path)/\(marker)"))
            for folder in ["mail", "texts", "sheets"] {
                try files.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
            }
        } catch let error as RehearsalFolderError {
            throw error
        } catch {
            throw .unwritable(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        let values = try? URL(filePath: path).resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory == true
    }

    /// Whether a rehearsal gives this name; anything that was put beside stays.
    private static func isOurs(_ name: String) -> Bool {
        ["mail", "texts", "sheets", "texts.jsonl", "index.html"].contains(name)
            || (name.hasPrefix("page-") && name.hasSuffix(".html"))
    }
}
