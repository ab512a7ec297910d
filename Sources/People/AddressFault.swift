/// Why a text is no address that could be used: what is wrong and what to do, never the text itself.
public struct AddressFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence, to be read behind the name of the field: "has no '@'".
    public let description: String

    /// Takes the sentence as it is.
    public init(_ description: String) { self.description = description }
}
