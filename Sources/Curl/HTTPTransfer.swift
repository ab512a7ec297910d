import CCurl
import CCurlShim
import Glibc

/// One of libcurl's easy handles, used for one request after the other.
///
/// Belongs to the thread of its ``HTTPLoop``; libcurl calls back on that thread only.
final class HTTPTransfer {
    /// libcurl's handle; freed with this object.
    let handle: UnsafeMutableRawPointer
    /// What it is busy with; `nil` while it is free.
    private(set) var job: HTTPJob?
    private var list: UnsafeMutablePointer<curl_slist>?
    private let complaint: UnsafeMutablePointer<CChar>
    private var body: [UInt8] = []
    private var head = HTTPResponseHead()
    private var timesBegun = 0

    /// Makes a handle with everything set that is the same for all requests.
    ///
    /// - Returns: `nil` when libcurl has no memory for one.
    init?(limits: HTTPClient.Limits) {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        complaint = .allocate(capacity: Int(CURL_ERROR_SIZE))
        complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let itself = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "https,http")
        ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(handle, CURLOPT_HTTPAUTH, Int(CURLAUTH_BASIC))
        ccurl_set_string(handle, CURLOPT_USERAGENT, "Clarion")
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connect.wholeMilliseconds))
        ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Int(limits.total.wholeMilliseconds))
        ccurl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        ccurl_set_long(handle, CURLOPT_LOW_SPEED_TIME, Int(limits.silence.components.seconds))
        // A connection that lay idle this long may be closed at the other end just while we write to it.
        ccurl_set_long(handle, CURLOPT_MAXAGE_CONN, 30)
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, complaint)
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, itself)
        ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION, Self.takeBody)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, itself)
        ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION, Self.takeHeader)
        ccurl_set_pointer(handle, CURLOPT_PREREQDATA, itself)
        // The shim has one type for callbacks; libcurl calls each with the type that belongs to its option.
        let begin = unsafeBitCast(Self.mayBegin, to: ccurl_io_callback.self)
        ccurl_set_callback(handle, CURLOPT_PREREQFUNCTION, begin)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(list)
        complaint.deallocate()
    }

    /// Loads the handle with a request.
    func load(_ job: HTTPJob) {
        self.job = job
        body = []
        head = HTTPResponseHead()
        timesBegun = 0
        complaint[0] = 0
        let request = job.request
        ccurl_set_string(handle, CURLOPT_URL, request.address.exact)
        ccurl_set_string(handle, CURLOPT_USERNAME, request.credentials?.username)
        ccurl_set_string(handle, CURLOPT_PASSWORD, request.credentials?.password)
        switch request.method {
        case .get: ccurl_set_long(handle, CURLOPT_HTTPGET, 1)
        case .post:
            ccurl_set_long(handle, CURLOPT_POST, 1)
            ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, request.body.count)
            var copy = request.body
            copy.withUnsafeMutableBytes { bytes in
                _ = ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress)
            }
        }
        var fields: UnsafeMutablePointer<curl_slist>?
        for field in request.fields { fields = curl_slist_append(fields, field.line) }
        ccurl_set_list(handle, CURLOPT_HTTPHEADER, fields)
        curl_slist_free_all(list)
        list = fields
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

    /// Whether any byte of the request went out.
    var wasSent: Bool { number(CURLINFO_REQUEST_SIZE) > 0 }

    private func result(_ code: CURLcode) -> HTTPResult {
        let status = number(CURLINFO_RESPONSE_CODE)
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
        return .failure(wasSent ? .unanswered(sentence(code)) : .notSent(sentence(code)))
    }

    private func sentence(_ code: CURLcode) -> String {
        if timesBegun > 1 { return "the connection was closed without an answer" }
        let details = String(cString: complaint)
        return details.isEmpty ? String(cString: curl_easy_strerror(code)) : details
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_get_long(handle, info, &value)
        return value
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
