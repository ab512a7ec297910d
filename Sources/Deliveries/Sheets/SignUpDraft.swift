package import People

/// What somebody typed of a row, on its way to being a ``SignUp``.
package struct SignUpDraft: Sendable {
    /// What a row holds, and an address besides.
    package enum Part: String, Sendable, CaseIterable {
        case given, family, phone, email, street, unit, locality, region
        case postalCode = "postal_code"
    }

    /// What is wrong with it.
    package enum Fault: Error, Sendable, Equatable {
        /// A part cannot be used; the words fit behind its name.
        case part(Part, String)
        /// The parts together are no address; the words fit behind 'The address'.
        case home(String)
        /// The row says yes to something that needs an address which is not there.
        case missing(SignUpOption)
        /// Nobody could tell who it is.
        case nobody
    }

    /// Name and addresses, as far as they are of use.
    package private(set) var record = PersonRecord()
    /// In the order of the parts.
    package private(set) var faults: [Fault] = []

    /// Reads what was typed.
    ///
    /// - Parameters:
    ///   - parts: As they were typed; a part that is empty is none.
    ///   - door: The door, where it was chosen instead of typed.
    ///   - town: Where a street lies of which no town was typed; `nil` leaves it open.
    ///   - says: What is marked in the row.
    ///   - region: Where a number without a country code is dialled.
    package init(
        _ parts: [Part: String],
        door: Door? = nil,
        town: Door? = nil,
        says: [SignUpOption],
        region: String
    ) {
        record.givenName = text(.given, parts)
        record.familyName = text(.family, parts)
        record.email = read(.email, parts) { text throws(AddressFault) in try EmailAddress(text) }
        record.phone = read(.phone, parts) { text throws(AddressFault) in try PhoneNumber(text, region: region) }
        record.door = door ?? typedDoor(parts, town: town)
        for option in says where isMissing(option.kind) && !isFaulty(option.kind) { faults.append(.missing(option)) }
        if faults.isEmpty, record.email == nil, record.phone == nil, record.matchKey == nil { faults.append(.nobody) }
    }

    /// Whether something was typed that cannot be used, which was said already.
    private func isFaulty(_ kind: AddressKind) -> Bool {
        faults.contains { fault in
            switch (fault, kind) {
            case (.part(.email, _), .mailbox), (.part(.phone, _), .textPhone), (.part(.phone, _), .voicePhone): true
            case (.home, .door), (.part(.street, _), .door): true
            default: false
            }
        }
    }

    private func isMissing(_ kind: AddressKind) -> Bool {
        switch kind {
        case .mailbox: record.email == nil
        case .textPhone, .voicePhone: record.phone == nil
        case .door: record.door == nil
        }
    }

    private mutating func typedDoor(_ parts: [Part: String], town: Door?) -> Door? {
        guard let street = text(.street, parts) else { return nil }
        let place = [Part.locality, .region, .postalCode].map { text($0, parts) ?? "" }
        let takesTown = place.allSatisfy(\.isEmpty)
        do {
            return try Door(
                street: street,
                unit: text(.unit, parts) ?? "",
                locality: takesTown ? town?.locality ?? "" : place[0],
                region: takesTown ? town?.region ?? "" : place[1],
                postalCode: takesTown ? town?.postalCode ?? "" : place[2],
                country: takesTown ? town?.country ?? "" : ""
            )
        } catch {
            faults.append(.home("\(error)"))
            return nil
        }
    }

    private mutating func text(_ part: Part, _ parts: [Part: String]) -> String? {
        read(part, parts) { text throws(AddressFault) in
            let tidy = try TidyText.tidied(text)
            guard tidy.count <= PeopleFile.longestName else {
                throw AddressFault("has more than \(PeopleFile.longestName) characters")
            }
            return tidy
        }
    }

    private mutating func read<Value>(
        _ part: Part,
        _ parts: [Part: String],
        _ reading: (String) throws(AddressFault) -> Value
    ) -> Value? {
        guard let text = parts[part], !text.isEmpty else { return nil }
        do { return try reading(text) } catch {
            faults.append(.part(part, "\(error)"))
            return nil
        }
    }
}

extension Door {
    /// Where all of several doors lie, without street and unit.
    ///
    /// A postal code is kept only where it is the same everywhere.
    ///
    /// - Parameter doors: Of one page, say.
    /// - Returns: `nil` where they do not lie in one town.
    package static func town(of doors: [Door]) -> Door? {
        guard let first = doors.first,
            doors.allSatisfy({ $0.locality == first.locality && $0.region == first.region })
        else { return nil }
        let sharesCode = doors.allSatisfy { $0.postalCode == first.postalCode }
        return Door(
            storedStreet: "",
            unit: "",
            locality: first.locality,
            region: first.region,
            postalCode: sharesCode ? first.postalCode : "",
            country: doors.allSatisfy { $0.country == first.country } ? first.country : "",
            latitude: nil,
            longitude: nil
        )
    }
}
