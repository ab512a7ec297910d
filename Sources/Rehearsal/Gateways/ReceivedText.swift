/// A text message that the gateway receiver took.
package struct ReceivedText: Sendable, Equatable {
    /// Whose way of asking it was.
    package let gateway: GatewayDialect
    /// The number it is for, as it was given.
    package let to: String
    /// The number or name it is from; empty where the gateway knows it without being told.
    package let from: String
    /// The words.
    package let text: String

    /// Gathers a message.
    package init(gateway: GatewayDialect, to: String, from: String, text: String) {
        self.gateway = gateway
        self.to = to
        self.from = from
        self.text = text
    }
}
