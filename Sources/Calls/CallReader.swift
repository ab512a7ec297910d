/// Makes a call of a header and a body.
struct CallReader {
    let fileName: String
    /// The organization's IANA zone.
    let zone: String
    /// The configured channels.
    let channels: [ChannelID]
    /// Those that may stand in the header with settings of their own, configured or not.
    let named: [ChannelID]

    private static let keys = [
        "title", "call", "slug", "subject", "from", "audience", "channels", "action", "goal", "publishDate",
        "expiryDate",
        "language", "lang", "draft", "date", "description",
    ]
    private static let audienceKeys = ["tags", "except"]

    /// Reads everything, and names every fault.
    ///
    /// - Returns: `nil` when what is required is missing.
    func read(_ header: FrontMatter, body: MessageFileBody, source: String, faults: inout FaultList) -> Call? {
        let reader = HeaderReader(header)
        refuseUnknown(reader, faults: &faults)
        refuseDraft(reader, faults: &faults)
        let zone = OrganizationZone(zone)
        if zone == nil { faults.add(.unknownZone(self.zone), line: 1) }

        let title = title(reader, faults: &faults)
        let subject = reader.text("subject", faults: &faults)
        let language = language(reader, faults: &faults)
        let action = ActionReader(zone: zone, language: language).read(reader, faults: &faults)
        let slug = slug(reader, faults: &faults)
        let (publish, expiry) = dates(reader, zone: zone, faults: &faults)
        let goal = goal(reader, faults: &faults)
        let audience = audience(reader, faults: &faults)
        let named = namedChannels(reader, body: body, faults: &faults)
        let from = reader.text("from", faults: &faults)?.value
        let options = options(reader, faults: &faults)
        if let subject = subject ?? title { checkTemplate(subject, faults: &faults) }
        guard let title, let action, let slug else { return nil }
        return Call(
            slug: slug,
            title: title.value,
            subject: subject?.value,
            from: from,
            audience: audience,
            channels: named,
            action: action,
            goal: goal,
            publishAt: publish,
            expiresAt: expiry,
            language: language,
            words: body.words,
            sections: body.sections,
            options: options,
            source: source
        )
    }

    private func title(_ reader: HeaderReader, faults: inout FaultList) -> Located<String>? {
        if !reader.map.entries.contains(where: { $0.key == "title" }) {
            faults.add(.missingKey("title", example: "title: Fill the room for rent stabilization"), line: 1)
        }
        return reader.text("title", faults: &faults)
    }

    private func refuseUnknown(_ reader: HeaderReader, faults: inout FaultList) {
        // Hugo's `tags` sort pages. Here they would be taken for the audience's, and the call would go to everyone.
        for entry in reader.map.entries where entry.key == "tags" { faults.add(.tagsOutsideAudience, line: entry.line) }
        reader.refuseUnknown(known: Self.keys + ["tags"] + named.map(\.rawValue), faults: &faults)
    }

    private func refuseDraft(_ reader: HeaderReader, faults: inout FaultList) {
        guard let draft = reader.text("draft", faults: &faults) else { return }
        switch draft.value {
        case "false": return
        case "true": faults.add(.draft, line: draft.line)
        default: faults.add(.notYesOrNo("draft"), line: draft.line)
        }
    }

    private func slug(_ reader: HeaderReader, faults: inout FaultList) -> String? {
        let hasKey = reader.map.entries.contains { $0.key == "call" || $0.key == "slug" }
        if let written = reader.text("call", or: "slug", faults: &faults) {
            if Slug.isWellFormed(written.value) { return written.value }
            let suggestion = Slug.make(of: written.value) ?? "rent-hearing"
            faults.add(.badSlug(written.value, suggestion: suggestion), line: written.line)
            return nil
        }
        if hasKey { return nil }
        let slug = Slug.make(ofFile: fileName)
        if slug == nil { faults.add(.noSlug, line: 1) }
        return slug
    }

    private func language(_ reader: HeaderReader, faults: inout FaultList) -> String {
        guard let written = reader.text("language", or: "lang", faults: &faults) else { return "en" }
        let parts = written.value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isTag = parts.enumerated().allSatisfy { index, part in
            (index == 0 ? 2...3 : 1...8).contains(part.count)
                && part.allSatisfy { isASCIILetter($0) || index > 0 && isASCIIDigit($0) }
        }
        if !isTag { faults.add(.badLanguage(written.value), line: written.line) }
        return written.value
    }

    private func dates(
        _ reader: HeaderReader,
        zone: OrganizationZone?,
        faults: inout FaultList
    ) -> (publish: Timestamp?, expiry: Timestamp?) {
        guard let zone else { return (nil, nil) }
        let publish = zone.moment("publishDate", of: reader, faults: &faults)
        let expiry = zone.moment("expiryDate", of: reader, atEndOfDay: true, faults: &faults)
        if let publish, let expiry, expiry.value.moment <= publish.value.moment {
            faults.add(.expiresBeforePublished, line: expiry.line)
        }
        return (publish?.value.moment, expiry?.value.moment)
    }

    private func goal(_ reader: HeaderReader, faults: inout FaultList) -> Int? {
        guard let written = reader.text("goal", faults: &faults) else { return nil }
        let digits = written.value.utf8
        if digits.allSatisfy(isASCIIDigit), digits.count <= 9, let goal = Int(written.value), goal > 0 { return goal }
        faults.add(.badGoal(written.value), line: written.line)
        return nil
    }

    private func audience(_ reader: HeaderReader, faults: inout FaultList) -> AudienceRule {
        guard let rule = reader.map("audience", keys: Self.audienceKeys, faults: &faults) else { return AudienceRule() }
        return AudienceRule(
            tags: rule.list("tags", faults: &faults)?.map(\.value) ?? [],
            except: rule.list("except", faults: &faults)?.map(\.value) ?? []
        )
    }

    private func namedChannels(
        _ reader: HeaderReader,
        body: MessageFileBody,
        faults: inout FaultList
    ) -> [ChannelID]? {
        guard let names = reader.list("channels", faults: &faults) else { return nil }
        var named: [ChannelID] = []
        for name in names {
            let channel = ChannelID(rawValue: name.value)
            if !channels.contains(channel) {
                faults.add(.unknownChannel(name.value, configured: channels.map(\.rawValue)), line: name.line)
            } else if !named.contains(channel) {
                named.append(channel)
                let hasWords = body.words != nil || body.sections[channel] != nil
                if !hasWords, !body.sections.isEmpty { faults.add(.channelWithoutWords(name.value), line: name.line) }
            }
        }
        return named
    }

    /// What the header says of single channels; which keys a channel knows is asked when the call is planned.
    private func options(_ reader: HeaderReader, faults: inout FaultList) -> [ChannelID: [ChannelOption]] {
        var options: [ChannelID: [ChannelOption]] = [:]
        for channel in named where reader.map.entries.contains(where: { $0.key == channel.rawValue }) {
            guard let map = reader.map(channel.rawValue, faults: &faults) else { continue }
            options[channel] = map.map.entries.compactMap { entry in
                map.text(entry.key, faults: &faults).map {
                    ChannelOption(key: entry.key, value: $0.value, line: entry.line)
                }
            }
        }
        return options
    }

    private func checkTemplate(_ text: Located<String>, faults: inout FaultList) {
        for fault in MustacheTags.faults(in: text.value) { faults.add(.template(fault.problem), line: text.line) }
    }
}
