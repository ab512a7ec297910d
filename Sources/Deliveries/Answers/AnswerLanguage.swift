/// The languages in which we answer STOP, START and HELP; every sentence is in GSM-7 and fits one text.
package enum AnswerLanguage: String, Sendable {
    case english = "en"
    case spanish = "es"

    /// The language of a person; English where we have no other.
    ///
    /// - Parameter tag: A BCP 47 tag, `es-MX`; empty when unknown.
    package init(tag: String) {
        let primary = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first?.lowercased() ?? ""
        self = AnswerLanguage(rawValue: primary) ?? .english
    }

    func stopped(_ organization: String) -> String {
        switch self {
        case .english: "\(organization): you get no more texts from us. Reply START to get them again."
        case .spanish: "\(organization): ya no le enviaremos mensajes. Responda START para recibirlos otra vez."
        }
    }

    func started(_ organization: String) -> String {
        switch self {
        case .english: "\(organization): you get our texts again. Reply STOP to opt out."
        case .spanish: "\(organization): le enviaremos mensajes otra vez. Responda STOP para darse de baja."
        }
    }

    func help(_ organization: String) -> String {
        switch self {
        case .english: "\(organization): we text people who signed up with us. Reply STOP to opt out."
        case .spanish: "\(organization): escribimos a quienes se inscribieron. Responda STOP para darse de baja."
        }
    }
}
