/// The file in which an organizer writes a call: Markdown under a YAML header.
package enum MessageFile {
    /// The channels whose sections are understood in every installation, configured or not.
    package static let wellKnownChannels = ["email", "sms", "canvass", "phone"].map { ChannelID(rawValue: $0) }

    /// Reads a message file.
    ///
    /// - Parameters:
    ///   - bytes: The file as it lies on the disk.
    ///   - fileName: Its name, with or without folders; the slug's default.
    ///   - timezone: The organization's IANA zone, in which times without one are read.
    ///   - knownChannels: The configured channels.
    /// - Returns: The call.
    /// - Throws: ``MessageFileError`` with every fault of the file, in the order of the lines.
    package static func parse(
        _ bytes: [UInt8],
        fileName: String,
        timezone: String,
        knownChannels: [ChannelID]
    ) throws(MessageFileError) -> Call {
        let text = try MessageFileText(bytes)
        var faults = FaultList()
        let body = MessageFileBody(text, channels: Set(knownChannels + wellKnownChannels), faults: &faults)
        var call: Call?
        if let header = FrontMatter.read(text.header, faults: &faults) {
            let reader = CallReader(
                fileName: fileName,
                zone: timezone,
                channels: knownChannels,
                named: (knownChannels + wellKnownChannels).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            )
            call = reader.read(header, body: body, source: text.source, faults: &faults)
        }
        guard faults.isEmpty, let call else { throw MessageFileError(faults: faults.inOrder) }
        return call
    }

    /// What is no fault of a call and yet worth a word.
    ///
    /// - Parameters:
    ///   - call: A call as ``parse(_:fileName:timezone:knownChannels:)`` returned it.
    ///   - configured: The configured channels.
    /// - Returns: Sentences, one for each channel that has words and is not used, or is used and has none.
    package static func notes(on call: Call, configured: [ChannelID]) -> [String] {
        let used = call.channels ?? configured
        let unused = call.sections.keys.sorted().filter { !used.contains($0) }.map { channel in
            "The section '# \(channel)' is not sent: "
                + (configured.contains(channel)
                    ? "'channels:' does not name it." : "no such channel is configured.")
        }
        let wordless = used.filter { call.words(for: $0) == nil }.map { channel in
            "There are no words for \(channel): the file has neither common ones nor a section '# \(channel)'."
        }
        return unused + wordless
    }
}
