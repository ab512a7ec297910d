/// What a server offers in its answer to EHLO.
struct Capabilities: Equatable, Sendable {
    /// Several commands may be sent without waiting (RFC 2920).
    var pipelining = false
    /// Addresses outside of ASCII (RFC 6531).
    var smtpUTF8 = false
    /// Bytes above 127 in the message (RFC 6152).
    var eightBitMIME = false
    /// MAIL may name the size of the message (RFC 1870).
    var size = false

    /// Reads what a server said while the connection was opened.
    ///
    /// With STARTTLS the server is greeted twice; only the last answer counts, since the first came unprotected.
    ///
    /// - Parameter transcript: Its replies in order: greeting, EHLO, perhaps STARTTLS and EHLO again, AUTH.
    init(transcript: [Reply]) {
        self.init()
        guard let answer = transcript.last(where: { $0.code == 250 }) else { return }
        for line in answer.lines.dropFirst() {
            switch line.prefix(while: { $0 != " " && $0 != "=" }).uppercased() {
            case "PIPELINING": pipelining = true
            case "SMTPUTF8": smtpUTF8 = true
            case "8BITMIME": eightBitMIME = true
            case "SIZE": size = true
            default: continue
            }
        }
    }

    init(pipelining: Bool = false, smtpUTF8: Bool = false, eightBitMIME: Bool = false, size: Bool = false) {
        self.pipelining = pipelining
        self.smtpUTF8 = smtpUTF8
        self.eightBitMIME = eightBitMIME
        self.size = size
    }
}
