/// What the SMTP receiver bears.
package struct SMTPLimits: Sendable {
    /// Octets of a command line without its line break.
    ///
    /// RFC 5321 asks for 510, the extensions for a little more each; Postfix takes 2,048.
    package var commandLine = 2_048
    /// Octets of a line of a message without its line break (RFC 5321 4.5.3.1.6).
    package var textLine = 998
    /// Octets of a message; what large providers take.
    package var message = 26_214_400
    /// Recipients of one message (RFC 5321 4.5.3.1.8).
    package var recipients = 100
    /// Connections at the same time.
    package var connections = 256
    /// How long a client may be silent (RFC 5321 4.5.3.2.7).
    package var patience: Duration = .seconds(300)

    /// The limits as they are in a rehearsal.
    package init() {}
}
