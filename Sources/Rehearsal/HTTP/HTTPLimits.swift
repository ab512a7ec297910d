/// What an HTTP receiver bears.
package struct HTTPLimits: Sendable {
    /// Octets of the request line; RFC 9112 3 asks for 8,000 at least.
    package var requestLine = 8_192
    /// Octets of one header field.
    package var field = 8_192
    /// Header fields of a request.
    package var fields = 100
    /// Octets of a body.
    package var body = 1_048_576
    /// Connections at the same time.
    package var connections = 256
    /// How long a client may be silent.
    package var patience: Duration = .seconds(60)

    /// The limits as they are in a rehearsal.
    package init() {}
}
