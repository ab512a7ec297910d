import Calls

/// The words that stand around the organizer's own, in the call's language.
struct Phrases: Sendable {
    let when: String
    let place: String
    /// Why the person gets this; holds `%` for the organization's name.
    let reason: String
    /// How to stop; holds `%` for the address to write to.
    let stop: String
    /// The label of a link that opens a mail by which the person opts out.
    let unsubscribe: String
    /// The label of the link by which somebody who was only asked to confirm is never written to again.
    let never: String
    /// The label of the link to the person's own choices and data.
    let preferences: String
    /// The label of the link to the call's page.
    let tell: String
    /// The label of the button that leads to the action's page.
    let button: @Sendable (Action.Kind) -> String

    /// The phrases of a language, English where there are none of its own.
    ///
    /// - Parameter language: A BCP 47 tag such as `es-MX`.
    /// - Returns: Phrases that are the same for everyone.
    static func of(_ language: String) -> Phrases {
        switch primary(language) {
        case "es": spanish
        default: english
        }
    }

    /// Whether a language is written from right to left.
    static func isRightToLeft(_ language: String) -> Bool {
        ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"].contains(primary(language))
    }

    private static func primary(_ language: String) -> String {
        String(language.lowercased().prefix { $0 != "-" && $0 != "_" })
    }

    private static let english = Phrases(
        when: "When",
        place: "Where",
        reason: "You get this email because you opted in to email from %.",
        stop: "To stop, reply with the word STOP, or write to %.",
        unsubscribe: "Unsubscribe",
        never: "Never write to this address again",
        preferences: "Your choices and your data",
        tell: "I did it, or I will"
    ) { kind in
        switch kind {
        case .attend: "Details and sign-up"
        case .sign: "Sign now"
        case .phone: "Make the call"
        case .write: "Write now"
        case .donate: "Donate"
        case .volunteer: "Volunteer"
        case .share: "Share it"
        case .reply: "Reply"
        case .other: "Take action"
        }
    }

    private static let spanish = Phrases(
        when: "Cuándo",
        place: "Dónde",
        reason: "Recibe este correo porque aceptó recibir correos de %.",
        stop: "Para dejar de recibirlos, responda con la palabra STOP o escriba a %.",
        unsubscribe: "Darse de baja",
        never: "No escribir nunca más a esta dirección",
        preferences: "Sus preferencias y sus datos",
        tell: "Ya lo hice, o lo haré"
    ) { kind in
        switch kind {
        case .attend: "Detalles e inscripción"
        case .sign: "Firmar ahora"
        case .phone: "Hacer la llamada"
        case .write: "Escribir ahora"
        case .donate: "Donar"
        case .volunteer: "Ofrecer ayuda"
        case .share: "Compartir"
        case .reply: "Responder"
        case .other: "Participar"
        }
    }
}
