package import Calls

/// Values that many tests need.
///
/// Everybody here is fictional.
package enum Samples {
    package static let organization = Organization(
        name: "Riverside Tenants Union",
        postalAddress: "12 Main St, Springfield, IL 62701",
        timezone: "America/Chicago",
        region: "US"
    )
}
