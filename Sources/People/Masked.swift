/// A value that holds personal data and prints as little of it as helps to tell two of them apart.
///
/// `"\(value)"`, `String(reflecting:)`, `dump`, an optional and an array of them all print ``description``, so that
/// no careless log line or failed assertion gives an address away.
public protocol Masked: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Masked {
    /// The masked form.
    public var debugDescription: String { description }

    /// A mirror without children: reflection finds nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
