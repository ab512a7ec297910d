/// The JSON that listmonk posts to a messenger, as far as a text message needs it.
struct MessengerPost: Decodable {
    struct Recipient: Decodable {
        let email: String?
        let name: String?
        let attribs: [String: JSONText]?

        /// Where the message goes: the phone number among the attributes, else what stands in the place of an address.
        var address: String? {
            let phone = attribs?["phone"]?.text ?? attribs?["phone_number"]?.text
            return [phone, email, name].compactMap(\.self).first { !$0.isEmpty }
        }
    }

    let body: String
    let fromEmail: String?
    let recipients: [Recipient]

    private enum CodingKeys: String, CodingKey {
        case body, recipients
        case fromEmail = "from_email"
    }
}

/// A value of JSON that is of use only when it is a text.
struct JSONText: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
}
