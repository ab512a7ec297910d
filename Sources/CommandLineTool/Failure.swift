import ArgumentParser
import Foundation

/// Why a command ends without having done what was asked: a sentence for a person and a code for a program.
struct Failure: Error {
    /// The exit codes; the larger ones are those of `sysexits.h`.
    enum Code: Int32 {
        case somethingToLookAt = 1
        case wrongCommandLine = 64
        case wrongInput = 65
        case noInput = 66
        case unavailable = 69
        /// A mail server's pipe shall hand the same over again later (`EX_TEMPFAIL`).
        case tryAgain = 75
        case wrongSettings = 78
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// Says the sentence on standard error and ends with the code.
func reporting<Result>(_ work: () async throws -> Result) async throws -> Result {
    do {
        return try await work()
    } catch let failure as Failure {
        Console.say(failure.message)
        throw ExitCode(failure.code.rawValue)
    } catch let error as CocoaError {
        Console.say(error.sentence)
        throw ExitCode(Failure.Code.unavailable.rawValue)
    } catch let error where !(error is ExitCode) {
        Console.say("\(error)")
        throw ExitCode(Failure.Code.unavailable.rawValue)
    }
}

extension CocoaError {
    /// What the system said of a file; Foundation's own words are a dump.
    fileprivate var sentence: String {
        let cause =
            (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
            ?? "the system gives no reason"
        let path = filePath.map { "'\($0)'" } ?? "A file"
        return "\(path) cannot be used: \(cause). See whether there is room, and whether you may."
    }
}

/// Files that people name on the command line.
enum InputFile {
    /// The largest file that is read whole.
    static let largest = 8 << 20

    /// Opens a file.
    ///
    /// - Throws: ``Failure`` when it is not there, is a folder, or may not be read.
    static func handle(_ path: String) throws -> FileHandle {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(.noInput, "There is no file '\(path)'.")
        }
        if isFolder.boolValue { throw Failure(.noInput, "'\(path)' is a folder. Name a file.") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(.noInput, "The file '\(path)' cannot be read. May you read it?")
        }
        return handle
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        let handle = try handle(path)
        defer { try? handle.close() }
        guard let data = try handle.read(upToCount: largest + 1) else { return [] }
        guard data.count <= largest else {
            throw Failure(.wrongInput, "'\(path)' is larger than \(largest >> 20) MB. Is it the right file?")
        }
        return Array(data)
    }

    static func text(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Failure(.wrongInput, "'\(path)' is not UTF-8 text. Save it as UTF-8.")
        }
        return text
    }
}
