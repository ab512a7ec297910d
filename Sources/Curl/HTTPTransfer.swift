import CCurl
import CCurlShim
import Glibc

/// One of libcurl's easy handles, used for one request after the other.
///
/// Belongs to the thread of its ``HTTPLoop``; libcurl calls back on that thread only.
final class HTTPTransfer {
    /// What it is busy with; `nil` while it is free.
    private(set) var job: HTTPJob?
    private let handle: CurlHandle
    /// The header fields of the request; libcurl reads them until the transfer ends.
    private var fields: UnsafeMutablePointer<curl_slist>?
    /// The request before this one, whose options the handle still has.
    private var last: HTTPRequest?
    private var body: [UInt8] = []
    private var head = HTTPResponseHead()
    private var timesBegun = 0

    /// Makes a handle with everything set that is the same for all requests.
    ///
    /// - Throws: ``CurlError`` when libcurl has no memory for one, or is not the one we know.
    init(limits: HTTPClient.Limits) throws(CurlError) {
        handle = try CurlHandle()
        try handle.check(ccurl_set_string(handle.raw, CURLOPT_PROTOCOLS_STR, "https,http"))
        try handle.set(CURLOPT_HTTP_VERSION, to: Int(CURL_HTTP_VERSION_1_1))
        try handle.set(CURLOPT_FOLLOWLOCATION, to: 0)
        try handle.set(CURLOPT_USERAGENT, to: "Clarion")
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, to: Int(limits.connect.wholeMilliseconds))
        try handle.set(CURLOPT_TIMEOUT_MS, to: Int(limits.total.wholeMilliseconds))
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, to: 1)
        try handle.set(CURLOPT_LOW_SPEED_TIME, to: Int(limits.silence.components.seconds))
        // A connection that lay idle this long may be closed at the other end just while we write to it.
        try handle.set(CURLOPT_MAXAGE_CONN, to: 30)
        let itself = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_WRITEDATA, to: itself)
        try handle.set(CURLOPT_WRITEFUNCTION, to: Self.takeBody)
        try handle.set(CURLOPT_HEADERDATA, to: itself)
        try handle.set(CURLOPT_HEADERFUNCTION, to: Self.takeHeader)
        try handle.set(CURLOPT_PREREQDATA, to: itself)
        // The shim has one type for callbacks; libcurl calls each with the type that belongs to its option.
        try handle.set(CURLOPT_PREREQFUNCTION, to: unsafeBitCast(Self.mayBegin, to: ccurl_io_callback.self))
    }

    deinit { curl_slist_free_all(fields) }

    /// libcurl's own name for the transfer.
    var name: UnsafeMutableRawPointer { handle.raw }

    /// Loads the handle with a request.
    ///
    /// - Throws: ``CurlError`` when libcurl has no memory for it; ``unload(_:)`` gives it back all the same.
    func load(_ job: HTTPJob) throws(CurlError) {
        self.job = job
        body = []
        head = HTTPResponseHead()
        timesBegun = 0
        handle.forgetExplanation()
        let request = job.request
        // Most requests differ from the one before in their body alone.
        let last = last
        self.last = nil
        if request.address != last?.address { try handle.set(CURLOPT_URL, to: request.address.exact) }
        if last == nil || request.credentials != last?.credentials {
            try handle.check(ccurl_set_string(handle.raw, CURLOPT_USERNAME, request.credentials?.username))
            try handle.check(ccurl_set_string(handle.raw, CURLOPT_PASSWORD, request.credentials?.password))
        }
        if request.method != last?.method {
            try handle.set(request.method == .get ? CURLOPT_HTTPGET : CURLOPT_POST, to: 1)
        }
        if request.method == .post { try load(request.body) }
        if request.fields != last?.fields { try load(request.fields) }
        self.last = request
    }

    private func load(_ body: [UInt8]) throws(CurlError) {
        try handle.set(CURLOPT_POSTFIELDSIZE, to: body.count)
        let code = body.withUnsafeBytes { bytes in
            ccurl_set_pointer(handle.raw, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        }
        try handle.check(code)
    }

    private func load(_ fields: [HTTPField]) throws(CurlError) {
        curl_slist_free_all(self.fields)
        self.fields = nil
        for field in fields { self.fields = curl_slist_append(self.fields, field.line) }
        try handle.check(ccurl_set_list(handle.raw, CURLOPT_HTTPHEADER, self.fields))
    }

    /// Empties the handle and says what came of the request.
    ///
    /// - Parameter code: libcurl's verdict.
    /// - Returns: Who asked, and the answer.
    func unload(_ code: CURLcode) -> (job: HTTPJob, result: HTTPResult)? {
        guard let job else { return nil }
        self.job = nil
        return (job, result(code))
    }

    private func result(_ code: CURLcode) -> HTTPResult {
        // Before the first request was begun, libcurl's figures are still those of the transfer before.
        guard timesBegun > 0 else { return .failure(.notSent(sentence(code))) }
        let status = handle.long(CURLINFO_RESPONSE_CODE)
        // Whatever went wrong afterwards, a status is an answer; the reader sees that the body is not whole.
        if status >= 200 {
            let response = HTTPResponse(
                status: status,
                body: body,
                isWhole: code == CURLE_OK,
                contentType: head.contentType,
                retryAfter: head.retryAfter
            )
            return .success(response)
        }
        let wasSent = handle.long(CURLINFO_REQUEST_SIZE) > 0
        return .failure(wasSent ? .unanswered(sentence(code)) : .notSent(sentence(code)))
    }

    private func sentence(_ code: CURLcode) -> String {
        if timesBegun > 1 { return "the connection was closed without an answer" }
        return CurlError(code, detail: handle.explanationText).description
    }

    // MARK: What libcurl calls

    private static let takeBody: ccurl_io_callback = { bytes, size, count, context in
        guard let bytes, let transfer = HTTPTransfer.behind(context) else { return 0 }
        let length = size * count
        guard transfer.body.count + length <= HTTPClient.longestBody else { return 0 }
        transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
        return length
    }

    private static let takeHeader: ccurl_io_callback = { bytes, size, count, context in
        guard let bytes, let transfer = HTTPTransfer.behind(context) else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return transfer.head.take(line, now: time(nil)) ? line.count : 0
    }

    /// Lets a request begin once.
    ///
    /// When a kept connection turns out to be closed, libcurl silently sends the request again over a new one. The
    /// server may have acted on the first, so the second is forbidden unless nothing had gone out.
    private static let mayBegin: curl_prereq_callback = { context, _, _, _, _ in
        guard let transfer = HTTPTransfer.behind(context) else { return CURL_PREREQFUNC_ABORT }
        transfer.timesBegun += 1
        return transfer.timesBegun == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    private static func behind(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
        context.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension Duration {
    /// Whole milliseconds, at least one, as libcurl counts.
    var wholeMilliseconds: Int64 {
        max(1, components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
