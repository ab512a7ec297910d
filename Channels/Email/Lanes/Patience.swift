/// How long the lanes wait.
struct Patience: Sendable {
    /// For the answer to a whole message: RFC 5321 4.5.3.2.6; giving up sooner makes duplicates.
    var message = Duration.seconds(600)
    /// For every other reply: RFC 5321 4.5.3.2.
    var reply = Duration.seconds(300)
    /// Before an unused connection is closed.
    var idle = Duration.seconds(20)
    /// For the answer to QUIT.
    var farewell = Duration.seconds(2)
    /// After a cancellation, for what is on the wire.
    var cancellation = Duration.seconds(8)
    /// Before another connection is tried where the server refused one and others are open.
    var refusedConnection = Duration.seconds(5)
}
