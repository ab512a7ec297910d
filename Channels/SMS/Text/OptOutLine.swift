import Calls

/// The line that tells a person how to be left alone, due once per person.
enum OptOutLine {
    /// The line in a call's language; English where we have none.
    ///
    /// - Parameter language: A BCP 47 tag, `es` or `es-MX`.
    /// - Returns: One line, all of it in GSM-7 (which has `à` but not `á`).
    static func text(language: String) -> String {
        let primary = language.split(whereSeparator: { $0 == "-" || $0 == "_" }).first?.lowercased()
        return primary == "es" ? "Responda STOP para darse de baja" : "Reply STOP to opt out"
    }

    /// Whether an organizer's words tell already how to stop: "Text STOP to end", "Responda STOP para salir".
    ///
    /// The bare word is no instruction: "Help us STOP this bill".
    ///
    /// - Parameter words: The words as the organizer wrote them; a person's values have no say in this.
    /// - Returns: False when in doubt, so that the line is rather there twice than not at all.
    static func isIn(_ words: Words) -> Bool {
        let tokens = words.source.lowercased()
            .split { !$0.isLetter && !$0.isNumber && $0 != "=" }
            .map(String.init)
        return tokens.indices.contains { index in
            let token = tokens[index]
            if token.hasPrefix("stop=") || token == "stop2end" || token == "stop2stop" { return true }
            guard token == "stop" else { return false }
            let before = index > 0 ? tokens[index - 1] : ""
            let after = tokens[(index + 1)...].prefix(2)
            return askingVerbs.contains(before) || endings.contains(Array(after))
        }
    }

    private static let askingVerbs: Set<String> = [
        "reply", "text", "txt", "send", "responda", "responde", "responder", "envía", "envia", "envíe", "envie",
        "enviar",
        "conteste", "contesta",
    ]

    private static let endings: Set<[String]> = [
        ["to", "end"], ["to", "opt"], ["to", "quit"], ["to", "cancel"], ["to", "unsubscribe"], ["to", "optout"],
        ["para", "no"], ["para", "cancelar"], ["para", "salir"], ["para", "terminar"], ["para", "dejar"],
        ["para", "darse"],
    ]
}
