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
    /// ISO 3166, `US`; what is no known country is kept as written, in upper case.
    public let country: String
    /// Degrees, WGS 84; given together with the longitude or not at all.
    public let latitude: Double?
    /// Degrees, WGS 84; given together with the latitude or not at all.
    public let longitude: Double?

    /// Validates and tidies an address.
    ///
    /// - Throws: ``AddressFault`` when there is no street, a part holds control characters or more than 200 characters, or
    ///   a coordinate is out of range or alone.
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
        self.street = try Self.part(street)
        self.unit = try Self.part(unit)
        self.locality = try Self.part(locality)
        self.region = try Self.part(region)
        self.postalCode = try Self.part(postalCode)
        self.country = Country.code(for: try Self.part(country))
        guard !self.street.isEmpty else { throw AddressFault("has no street") }
        guard (latitude == nil) == (longitude == nil) else {
            throw AddressFault("has only one of latitude and longitude; give both or neither")
        }
        guard Self.lies(latitude, within: 90), Self.lies(longitude, within: 180) else {
            throw AddressFault("has coordinates that are on no map; latitude goes to ±90 degrees, longitude to ±180")
        }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// An address that was validated before, as a store gives it back.
    ///
    /// Every argument is what the property of that name was then.
    public init(
        storedStreet street: String,
        unit: String,
        locality: String,
        region: String,
        postalCode: String,
        country: String,
        latitude: Double?,
        longitude: Double?
    ) {
        self.street = street
        self.unit = unit
        self.locality = locality
        self.region = region
        self.postalCode = postalCode
        self.country = country
        self.latitude = latitude
        self.longitude = longitude
    }

    private static func part(_ text: String) throws(AddressFault) -> String {
        let tidy = try TidyText.tidied(text)
        guard tidy.utf8.count <= 200 || tidy.count <= 200 else {
            throw AddressFault("has more than 200 characters")
        }
        return tidy
    }

    private static func lies(_ degrees: Double?, within limit: Double) -> Bool {
        degrees.map { $0.isFinite && abs($0) <= limit } ?? true
    }
}

extension Door: Masked {
    /// Masked: the place alone.
    public var description: String { locality.isEmpty ? "•••" : "•••, \(locality)" }
}
