import App
import ArgumentParser
import Calls
import Deliveries
import Foundation

/// The message file that a command is about.
struct CallFile: ParsableArguments {
    @Argument(help: "The message file.", completion: .file(extensions: ["md"]))
    var file: String

    /// Reads the file against an installation.
    ///
    /// - Throws: ``Failure`` with every fault of the file, each with its line.
    func call(for installation: Installation) throws -> Call {
        let bytes = try InputFile.bytes(file)
        do {
            return try MessageFile.parse(
                bytes,
                fileName: URL(filePath: file).lastPathComponent,
                timezone: installation.settings.organization.timezone,
                knownChannels: installation.knownChannels
            )
        } catch {
            throw Failure(.wrongInput, Self.located(error.faults.map { ($0.line, "\($0.problem)") }, in: file))
        }
    }

    /// A planning of the file's call.
    ///
    /// - Throws: ``Failure`` when there is no channel it could go out on.
    func planning(_ installation: Installation) throws -> Planning {
        let planning = installation.planning(try call(for: installation))
        guard !planning.drivers.isEmpty else {
            throw Failure(
                .wrongSettings,
                "No channel is configured. Put at least one under 'channels:' in clarion.yaml; see config/clarion.yaml."
            )
        }
        return planning
    }

    /// Runs something that may find fault with the call's words.
    func located<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error as WordsError {
            throw Failure(.wrongInput, Self.located(error.faults.map { ($0.line, $0.problem) }, in: file))
        } catch let error as SubmitError {
            throw Failure(.wrongInput, "\(file): \(error)")
        }
    }

    private static func located(_ faults: [(line: Int?, problem: String)], in file: String) -> String {
        faults.map { fault in "\(file):\(fault.line.map { "\($0):" } ?? "") \(fault.problem)" }.joined(separator: "\n")
    }
}
