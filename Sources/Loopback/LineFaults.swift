/// What is wrong with a line that was read; nothing, as a rule.
package struct LineFaults: OptionSet, Sendable {
    /// A bit for each fault.
    package let rawValue: UInt8

    /// Takes the bits as they are.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The line ended in a line feed without its carriage return.
    package static let endsInBareLineFeed = LineFaults(rawValue: 1)
    /// A carriage return stood inside the line.
    package static let holdsCarriageReturn = LineFaults(rawValue: 2)
    /// A NUL stood inside the line.
    package static let holdsNUL = LineFaults(rawValue: 4)
    /// The line was longer than its limit and was thrown away.
    package static let overlong = LineFaults(rawValue: 8)
}
