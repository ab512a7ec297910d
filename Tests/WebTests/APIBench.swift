import Accounts
import Calls
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// A program with a token; holds every answer against the description that is served.
struct APIBench {
    let site: SiteBench
    let token: String
    /// The statuses that are described, by `get /calls`.
    private let described: [String: Set<Int>]

    static let root = "/api/v1"

    /// Runs a test with a program whose token has a role.
    static func run(
        _ role: Role,
        desk: Desk = OfficeBench.desk,
        _ test: @Sendable @escaping (APIBench) async throws -> Void
    ) async throws {
        try await SiteBench.run(desk: desk) { site in try await test(try await APIBench(site, role)) }
    }

    /// Makes a token for a new log-in of a role.
    init(_ site: SiteBench, _ role: Role) async throws {
        try await OfficeBench.add(role, to: site)
        let credential = Credential(prefix: "clarion_")
        try await site.store.addToken(
            credential.digest,
            title: "a test",
            role: role,
            of: OfficeBench.name(role.rawValue),
            now: SiteBench.visit
        )
        self.site = site
        token = credential.text
        described = try await Self.described(site)
    }

    private static func described(_ site: SiteBench) async throws -> [String: Set<Int>] {
        let response = try await site.get("\(root)/openapi.json")
        #expect(response.status == .ok)
        let document = try #require(Value(response.text))
        var described: [String: Set<Int>] = [:]
        for (path, item) in document["paths"]?.members ?? [:] {
            for (method, operation) in item.members {
                described["\(method) \(path)"] = Set(operation["responses"]?.members.keys.compactMap { Int($0) } ?? [])
            }
        }
        return described
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(.get, path, headers: [.authorization: "Bearer \(token ?? self.token)"])
    }

    /// Sends an object.
    func post(_ path: String, _ body: [String: String] = [:], key: String? = nil) async throws -> Answer {
        let json = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        return try await post(path, text: json, key: key)
    }

    /// Sends a text as it is.
    func post(_ path: String, text: String, type: String = "application/json", key: String? = nil) async throws
        -> Answer
    {
        var headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: type]
        if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
        return try await send(.post, path, headers: headers, body: text)
    }

    /// Sends anything, and makes sure that the answer is JSON and described.
    func send(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: String? = nil) async throws
        -> Answer
    {
        let response = try await site.client.executeRequest(
            uri: Self.root + path,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
        let status = response.status.code
        let type = response.headers[.contentType]
        #expect(type == (status < 400 ? "application/json" : "application/problem+json"), "\(method) \(path)")
        if let statuses = described["\(method.rawValue.lowercased()) \(pattern(path))"] {
            #expect(statuses.contains(status), "\(method) \(path): \(status)")
        }
        let value = try #require(Value(response.text))
        if status >= 400 {
            #expect(value["status"]?.number == status && value["detail"]?.text?.isEmpty == false)
        }
        return Answer(status: status, value: value, headers: response.headers, text: response.text)
    }

    /// The path of the description that a path is an example of.
    private func pattern(_ path: String) -> String {
        let parts = path.split(separator: "?")[0].split(separator: "/")
        let patterns = Set(described.keys.compactMap { $0.split(separator: " ").last.map(String.init) })
        return patterns.filter { pattern in
            let names = pattern.split(separator: "/")
            return names.count == parts.count
                && zip(names, parts).allSatisfy { $0 == $1 || $0.first == "{" }
        }.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } } ?? path
    }

    struct Answer {
        let status: Int
        let value: Value
        let headers: HTTPFields
        let text: String
    }
}

/// JSON as it was sent.
indirect enum Value: Decodable, Equatable {
    case null, bool(Bool), number(Int), text(String), list([Value]), object([String: Value])

    init?(_ text: String) {
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Value].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Value].self))
        }
    }

    subscript(name: String) -> Value? { members[name] }
    var members: [String: Value] { if case .object(let members) = self { members } else { [:] } }
    var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
}
