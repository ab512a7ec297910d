import CCurl
import CCurlShim
import Glibc

/// What must be said to libcurl, and to the system, before it is used.
package enum CurlLibrary {
    /// libcurl's global state, made once for the process and kept until it ends.
    private static let readiness = curl_global_init(ccurl_global_all)

    /// Makes libcurl ready; every later call does nothing.
    ///
    /// - Throws: ``CurlError`` when the library cannot start.
    package static func prepare() throws(CurlError) {
        guard readiness == CURLE_OK else { throw CurlError(readiness) }
    }

    /// Keeps a broken connection from killing the process, for the thread that calls.
    ///
    /// OpenSSL writes without `MSG_NOSIGNAL`. libcurl would change the process's signal action around each call, which is a
    /// system call more and not safe between threads; so our handles say `CURLOPT_NOSIGNAL` and our threads block the signal.
    package static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// The library's own version: `7.88.1`.
    package static var version: String {
        guard let information = curl_version_info(CURLVERSION_FIRST), let text = information.pointee.version else {
            return "unknown"
        }
        return String(cString: text)
    }
}

/// What libcurl says when it cannot do something.
package struct CurlError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One of the `CURLE_…` numbers.
    package let code: UInt32
    /// What happened, in libcurl's words; it holds host names, never a password.
    package let description: String

    init(_ code: CURLcode, detail: String = "") {
        self.code = code.rawValue
        description = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    }
}
