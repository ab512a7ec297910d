import App
import ArgumentParser
import Calls
import Logging
import Reviews

/// How the log is written on standard error.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    /// Sentences for people.
    case words
    /// One JSON object a line, for programs.
    case json

    func logger(_ level: LogLevel) -> Logger {
        Logger(label: "clarion") { _ in
            switch self {
            case .words: WordsLog(logLevel: level.level)
            case .json: JSONLog(logLevel: level.level)
            }
        }
    }
}

/// From which level on the log is written, in swift-log's words.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    fileprivate var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// Writes sentences, and behind each what goes with it: `warning: a request was refused by=ada channel="text message"`.
private struct WordsLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let fields = all.sorted { $0.key < $1.key }.map { " \(Self.word($0.key))=\(Self.word(Self.text($0.value)))" }
        let words = Listing.printable("\(event.message)\(fields.joined())")
        Console.say("\(Timestamp.now) \(event.level.rawValue): \(words)")
    }

    private static func text(_ value: Logger.Metadata.Value) -> String {
        if case .array(let values) = value { return values.map(text).joined(separator: ",") }
        return "\(value)"
    }

    /// In quotes unless it is one word, so that nothing in it is taken for the next field.
    private static func word(_ text: String) -> String {
        let isOne = !text.isEmpty && !text.contains { $0.isWhitespace || "\"=".contains($0) }
        return isOne ? text : "\"\(text.replacing("\"", with: "'"))\""
    }
}

/// Writes an event as an object: `at`, `level`, `message`, and the metadata beside them.
private struct JSONLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) }
        let line = JSON.object(
            [
                ("at", .text(Timestamp.now.description)), ("level", .text(event.level.rawValue)),
                ("message", .text("\(event.message)")),
            ] + fields
        ).line
        Console.say(line)
    }
}

extension JSON {
    /// A value of a log event's metadata; whole numbers stay numbers.
    fileprivate init(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): self = .text(text)
        case .stringConvertible(let some):
            switch some {
            case let number as Int: self = .number(number)
            case let number as Int64: self = .number(Int(number))
            default: self = .text("\(some)")
            }
        case .array(let values): self = .list(values.map { JSON($0) })
        case .dictionary(let members):
            self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
        }
    }
}
