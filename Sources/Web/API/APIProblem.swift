import Calls
import HTTPTypes
import Hummingbird
import NIOCore
import Reviews

/// Why nothing was done, as RFC 9457 has it: `application/problem+json`.
struct APIProblem: Error {
    /// One of several things that are wrong.
    struct Fault: Sendable {
        /// Where in the body, as a JSON pointer.
        let pointer: String
        /// The line of a message file.
        let line: Int?
        let detail: String

        /// - Parameters:
        ///   - name: The member of the body's object.
        ///   - detail: What is wrong, in a sentence.
        ///   - line: The line of a message file.
        init(pointer name: String, _ detail: String, line: Int? = nil) {
            pointer = "#/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
            self.line = line
            self.detail = detail
        }
    }

    let status: HTTPResponse.Status
    /// What is wrong and what to do, in sentences.
    let detail: String
    let faults: [Fault]
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String, _ faults: [Fault] = []) {
        self.status = status
        self.detail = detail
        self.faults = faults
    }

    /// Puts into words what went wrong on the way.
    init(_ error: any HTTPResponseError) {
        let detail =
            switch error.status {
            case .contentTooLarge: "The body is too large."
            case .requestTimeout: "The body came too slowly."
            case .notFound: "Nothing is here. '\(API.folder)/openapi.json' says what there is."
            default: "The request cannot be read."
            }
        self.init(error.status, detail)
    }

    var response: Response {
        var members: [(String, JSON)] = [
            ("title", .text(status.reasonPhrase)), ("status", .number(status.code)), ("detail", .text(detail)),
        ]
        if !faults.isEmpty {
            let list = faults.map { fault in
                JSON.object(
                    [("pointer", .text(fault.pointer)), ("detail", .text(fault.detail))]
                        + (fault.line.map { [("line", .number($0))] } ?? [])
                )
            }
            members.append(("errors", .list(list)))
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: JSON.object(members).line))
        )
    }
}

extension APIAnswer {
    var response: Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }
}
