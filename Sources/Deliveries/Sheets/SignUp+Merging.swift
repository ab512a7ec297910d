package import People

extension SignUp {
    /// What is known of a person after they signed up.
    ///
    /// Blanks are filled in; a name that is known stays, since handwriting is read with less care than a form.
    ///
    /// - Parameter known: Whose email or phone stands on the row.
    /// - Returns: The person, or, unless the row ``replaces``, which addresses on the row differ from those on record:
    ///   a yes to texts must not open a number that is not on the row.
    package func merged(into known: Person) -> (person: Person, differing: [SignUpAddress]) {
        var news = record
        var differing: [SignUpAddress] = []
        if !known.givenName.isEmpty { news.givenName = nil }
        if !known.familyName.isEmpty { news.familyName = nil }
        // Two spellings of one address are no news.
        if let said = record.email, let email = known.email {
            if said.key == email.key { news.email = nil } else { differing.append(.email) }
        }
        if let said = record.phone, let phone = known.phone {
            if said.exact == phone.exact { news.phone = nil } else { differing.append(.phone) }
        }
        if let said = record.door, let door = known.door {
            if said.key == door.key { news.door = nil } else { differing.append(.door) }
        }
        return (news.merged(into: known), replaces ? [] : differing)
    }

    /// Whether somebody on record may be who signed: a name that is not known on either side speaks against nobody, and
    /// accents, which few write by hand, against nobody either.
    package func agreesByName(with known: Person) -> Bool {
        func plain(_ name: String) -> String { PlainLetters.text(name).lowercased() }
        let said = plain(record.givenName ?? "")
        return said.isEmpty || known.givenName.isEmpty || plain(known.givenName) == said
    }
}
