/// Where a person can be visited: a postal address with an optional place on the map.
///
/// Prints masked.
public struct Door: Hashable, Sendable {
    /// House number and street: `120 W Main St`.
    public let street: String
    /// Apartment, floor, suite: `Apt 2B`.
    public let unit: String
    /// City, town, village.
    public let locality: String
    /// State or province.
    public let region: String
    /// ZIP or postal code, as text.
    public let postalCode: String
    /// ISO 3166.
    public let country: String
    /// Degrees, WGS 84.
    public let latitude: Double?
    /// Degrees, WGS 84.
    public let longitude: Double?

    /// Validates and tidies an address.
    ///
    /// - Throws: ``AddressFault`` when there is no street, or a coordinate is out of range.
    public init(
        street: String,
        unit: String = "",
        locality: String = "",
        region: String = "",
        postalCode: String = "",
        country: String = "",
        latitude: Double? = nil,
        longitude: Double? = nil
    ) throws(AddressFault) {
        guard !street.isEmpty else { throw AddressFault("has no street") }
        self.street = street
        self.unit = unit
        self.locality = locality
        self.region = region
        self.postalCode = postalCode
        self.country = country
        self.latitude = latitude
        self.longitude = longitude
    }

    /// What two spellings of one door have in common; persons with the same key are one household.
    public var key: String {
        [street, unit, locality, postalCode].map { $0.lowercased() }.joined(separator: "|")
    }

    /// The order in which doors are walked: place, street, odd and even sides apart, number, unit.
    public var walkKey: String { key }
}

extension Door: CustomStringConvertible {
    /// Masked: the place alone.
    public var description: String { "•••, \(locality)" }
}
