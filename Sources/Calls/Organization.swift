/// Who is calling: the organization behind this installation.
public struct Organization: Sendable, Equatable {
    /// As people know it.
    public let name: String
    /// Where mail reaches it.
    ///
    /// Every email carries it, since CAN-SPAM and its kin ask for that.
    public let postalAddress: String
    /// An IANA zone such as `America/Chicago`; times without a zone are read in it.
    public let timezone: String
    /// ISO 3166, `US`; phone numbers without a country code are read in it.
    public let region: String

    /// Makes an organization out of its parts.
    public init(name: String, postalAddress: String, timezone: String, region: String) {
        self.name = name
        self.postalAddress = postalAddress
        self.timezone = timezone
        self.region = region
    }
}
