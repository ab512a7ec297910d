import CCurl
import CCurlShim

/// Owns one of libcurl's easy handles: made once, freed once, used by one thread at a time.
final class CurlHandle {
    let raw: UnsafeMutableRawPointer
    /// libcurl writes its explanation of the last failure here.
    private let explanation: UnsafeMutableBufferPointer<CChar>

    /// Makes a handle that raises no signals and explains its failures.
    ///
    /// - Throws: ``CurlError`` when libcurl cannot start or has no memory.
    init() throws(CurlError) {
        try CurlLibrary.prepare()
        guard let raw = curl_easy_init() else { throw CurlError(CURLE_OUT_OF_MEMORY) }
        self.raw = raw
        explanation = .allocate(capacity: Int(CURL_ERROR_SIZE))
        explanation.initialize(repeating: 0)
        try set(CURLOPT_NOSIGNAL, to: 1)
        try check(ccurl_set_pointer(raw, CURLOPT_ERRORBUFFER, explanation.baseAddress))
    }

    deinit {
        curl_easy_cleanup(raw)
        explanation.deallocate()
    }

    /// Sets a number, or a switch as 0 or 1.
    func set(_ option: CURLoption, to value: Int) throws(CurlError) {
        try check(ccurl_set_long(raw, option, value))
    }

    /// Sets a text, of which libcurl keeps a copy.
    func set(_ option: CURLoption, to value: String) throws(CurlError) {
        try check(ccurl_set_string(raw, option, value))
    }

    /// Sets a pointer, which must stay valid as long as the handle uses it.
    func set(_ option: CURLoption, to value: UnsafeMutableRawPointer?) throws(CurlError) {
        try check(ccurl_set_pointer(raw, option, value))
    }

    /// Sets a function that libcurl calls with bytes and the pointer of the function's `…DATA` option.
    func set(_ option: CURLoption, to callback: @escaping ccurl_io_callback) throws(CurlError) {
        try check(ccurl_set_callback(raw, option, callback))
    }

    /// Does what the options say, and blocks until it is done.
    func perform() throws(CurlError) {
        forgetExplanation()
        try check(curl_easy_perform(raw))
    }

    /// Forgets what libcurl wrote about the last failure, so that it cannot be taken for the next one's.
    func forgetExplanation() { explanation[0] = 0 }

    /// A number about the last transfer; 0 when there is none.
    func long(_ information: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(raw, information, &value) == CURLE_OK ? value : 0
    }

    /// What libcurl wrote about the last failure; empty when it wrote nothing.
    var explanationText: String {
        explanation.baseAddress.map { String(cString: $0) } ?? ""
    }

    func check(_ code: CURLcode) throws(CurlError) {
        guard code == CURLE_OK else { throw CurlError(code, detail: explanationText) }
    }
}
