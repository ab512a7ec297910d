extension PersonRecord {
    /// A person as the record describes one who was not known before.
    ///
    /// - Parameter id: The identifier, when the record has none.
    /// - Returns: A person of whom nothing else is known.
    package func person(id: PersonID) -> Person { merged(into: Person(id: self.id ?? id)) }

    /// What is known of a person after the record: what it says replaces, what it leaves out stays.
    package func merged(into known: Person) -> Person {
        var person = known
        person.givenName = givenName ?? known.givenName
        person.familyName = familyName ?? known.familyName
        person.email = email ?? known.email
        person.phone = phone ?? known.phone
        person.door = door.map { $0.merged(into: known.door) } ?? known.door
        person.language = language ?? known.language
        person.timezone = timezone ?? known.timezone
        person.tags = tags ?? known.tags
        person.attributes.merge(attributes) { _, said in said }
        return person
    }
}

extension Door {
    /// What is known of where a person lives, after a row that names a street.
    ///
    /// At the same door, parts that the row leaves out stay as they were known. At another door the old unit and
    /// coordinates would be wrong, so they go; the place stays only when the row names none at all.
    func merged(into known: Door?) -> Door {
        guard let known else { return self }
        let placeParts: [KeyPath<Door, String>] = [\.locality, \.region, \.postalCode]
        let agrees = (placeParts + [\.country, \.unit]).allSatisfy { part in
            self[keyPath: part].isEmpty || known[keyPath: part].isEmpty
                || AddressWords.words(of: self[keyPath: part]) == AddressWords.words(of: known[keyPath: part])
        }
        let isSameDoor = agrees && StreetLine(street) == StreetLine(known.street)
        let keepsPlace = isSameDoor || placeParts.allSatisfy { self[keyPath: $0].isEmpty }
        func part(_ path: KeyPath<Door, String>, kept: Bool) -> String {
            self[keyPath: path].isEmpty && kept ? known[keyPath: path] : self[keyPath: path]
        }
        let keepsPoint = isSameDoor && latitude == nil
        return Door(
            storedStreet: street,
            unit: part(\.unit, kept: isSameDoor),
            locality: part(\.locality, kept: keepsPlace),
            region: part(\.region, kept: keepsPlace),
            postalCode: part(\.postalCode, kept: keepsPlace),
            country: part(\.country, kept: keepsPlace),
            latitude: keepsPoint ? known.latitude : latitude,
            longitude: keepsPoint ? known.longitude : longitude
        )
    }
}
