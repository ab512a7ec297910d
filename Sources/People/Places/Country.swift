/// Names that people write for countries, as ISO 3166 codes.
enum Country {
    /// The code of a country.
    ///
    /// - Parameter text: A code or a name, tidied.
    /// - Returns: Two capital letters for what is known; anything else in upper case as it was written.
    static func code(for text: String) -> String {
        guard !text.isEmpty else { return "" }
        let name = text.uppercased()
        return codes[name.filter { $0 != "." }] ?? name
    }

    private static let codes = [
        "USA": "US", "UNITED STATES": "US", "UNITED STATES OF AMERICA": "US", "AMERICA": "US", "EEUU": "US",
        "ESTADOS UNIDOS": "US", "CAN": "CA", "CANADA": "CA", "MEX": "MX", "MEXICO": "MX", "MÉXICO": "MX",
        "PUERTO RICO": "PR", "GBR": "GB", "UK": "GB", "UNITED KINGDOM": "GB", "GREAT BRITAIN": "GB", "ENGLAND": "GB",
        "SCOTLAND": "GB", "WALES": "GB", "IRL": "IE", "IRELAND": "IE", "DEU": "DE", "GERMANY": "DE",
        "DEUTSCHLAND": "DE",
        "AUT": "AT", "AUSTRIA": "AT", "ÖSTERREICH": "AT", "CHE": "CH", "SWITZERLAND": "CH", "SCHWEIZ": "CH",
        "FRA": "FR", "FRANCE": "FR", "ESP": "ES", "SPAIN": "ES", "ESPAÑA": "ES", "ITA": "IT", "ITALY": "IT",
        "ITALIA": "IT", "NLD": "NL", "NETHERLANDS": "NL", "AUS": "AU", "AUSTRALIA": "AU", "NZL": "NZ",
        "NEW ZEALAND": "NZ", "IND": "IN", "INDIA": "IN", "BRA": "BR", "BRAZIL": "BR", "BRASIL": "BR",
    ]
}
