import Calls
import Deliveries
import People

/// A call's mail, compiled once: per person only the fields are filled in and encoded.
struct MailTemplate: Sendable {
    /// `=_` cannot occur in quoted-printable, so no body holds the boundary.
    private static let boundary = "=_clarion_parts"

    private enum Subject: Sendable {
        case same([UInt8])
        case personal(Template)

        var fieldNames: [String] {
            switch self {
            case .same: []
            case .personal(let template): template.fieldNames
            }
        }
    }

    private let briefing: Briefing
    private let identity: SenderIdentity
    private let headerStart: [UInt8]
    private let headerEnd: [UInt8]
    private let subject: Subject
    private let text: BodyPart
    private let html: BodyPart

    /// The fields that subject and words name, each once.
    let fieldNames: [String]

    /// Compiles the mail of a call.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - identity: Who it comes from.
    /// - Throws: ``WordsError`` when the call has no words for mail, or their Mustache is faulty.
    init(_ briefing: Briefing, from identity: SenderIdentity) throws(WordsError) {
        let call = briefing.call
        self.briefing = briefing
        self.identity = identity
        let firstLine = call.words(for: EmailDriver.id)?.firstLine ?? 1
        do throws(TemplateError) {
            guard let text = try PlainPage.compile(briefing, wayOut: identity.wayOut),
                let html = try HTMLPage.compile(briefing, wayOut: identity.wayOut)
            else {
                let problem =
                    call.service == nil
                    ? "there are no words for email. Write them under the header."
                    : "nobody can confirm without a page to do it on. Name public_url in the settings of the worker too."
                throw TemplateError(line: 1, problem: problem)
            }
            (self.text, self.html) = (text, html)
        } catch {
            throw WordsError([WordsError.Fault(line: firstLine + error.line - 1, problem: error.problem)])
        }
        do throws(TemplateError) {
            let template = try Template(call.subject)
            if template.fieldNames.isEmpty {
                var field = HeaderWriter()
                field.field("Subject", HeaderText(template.render([:])))
                subject = .same(field.bytes)
            } else {
                subject = .personal(template)
            }
        } catch {
            throw WordsError([WordsError.Fault(problem: "the subject: \(error.problem)")])
        }
        var names: [String] = []
        for name in subject.fieldNames + text.fieldNames + html.fieldNames where !names.contains(name) {
            names.append(name)
        }
        fieldNames = names
        headerStart = Self.headerStart(briefing, identity)
        headerEnd = Self.headerEnd(briefing, identity)
    }

    /// Writes the mail for one delivery.
    ///
    /// - Parameters:
    ///   - item: Whom it is for.
    ///   - recipient: The person's mailbox.
    ///   - date: When it is sent.
    ///   - ticket: By which the lanes know it.
    ///   - signing: The keys that sign it.
    /// - Returns: The mail, ready for the wire.
    func mail(for item: Item, to recipient: EnvelopeAddress, date: DateHeader, ticket: Int, signing: MailSigning? = nil)
        -> Mail
    {
        let key = item.key
        let token = briefing.returnSeal?.token(item.delivery)
        let item = wayOut(of: item)
        let fields = EnvelopeFields(person: item.person, briefing: briefing, delivery: item.delivery)
        let messageID = MessageID(key: token ?? key, call: briefing.number, domain: identity.domain)
        var header = HeaderWriter(headerStart)
        header.append(date.field)
        // A stranger typed the name of somebody who is asked to confirm, and must not write to others through us.
        let name = briefing.call.service == nil ? item.person.fullName : ""
        header.field("To", HeaderMailbox(name: HeaderText(name), address: recipient))
        var scratch: [UInt8] = []
        switch subject {
        case .same(let field): header.append(field)
        case .personal(let template):
            template.append(fields, to: &scratch)
            header.field("Subject", HeaderText(utf8: scratch))
        }
        header.field("Message-ID", messageID)
        if let token, let field = identity.tokenField { header.field(field.name, Token(field.lead + token)) }
        let oneClick = briefing.links.map { Token($0.stop(item.delivery)) }
        identity.wayOut.write(key: item.key, oneClick: oneClick, to: &header)
        var message: [UInt8] = []
        message.reserveCapacity(6 * 1_024)
        message += header.bytes
        message += headerEnd
        let bodyStart = message.count
        message += Self.textStart
        text.write(for: item, fields: fields, scratch: &scratch, to: &message)
        message += Self.htmlStart
        html.write(for: item, fields: fields, scratch: &scratch, to: &message)
        message += Self.end
        if let signing, !signing.isOff { message = signing.fields(for: message, bodyStart: bodyStart) + message }
        return Mail(
            ticket: ticket,
            sender: token.flatMap { identity.returnPath?.address($0) } ?? identity.from.address,
            recipient: recipient,
            messageID: messageID,
            data: MessageData(stuffing: message)
        )
    }

    /// What a mail program shows of the mail to one person; its links open nothing.
    func preview(for person: Person) -> Preview {
        let item = Item(
            delivery: DeliveryNumber(rawValue: 0),
            key: "preview",
            attempt: 1,
            person: person,
            isFirst: true
        )
        let fields = EnvelopeFields(person: person, briefing: briefing, delivery: item.delivery)
        var scratch: [UInt8] = []
        func shown(_ part: BodyPart) -> String {
            var encoded: [UInt8] = []
            part.write(for: item, fields: fields, scratch: &scratch, to: &encoded)
            return QuotedPrintable.decoded(encoded)
        }
        var title: [UInt8] = []
        switch subject {
        case .same: title += briefing.call.subject.utf8
        case .personal(let template): template.append(fields, to: &title)
        }
        return Preview(subject: String(decoding: title, as: UTF8.self), text: shown(text), html: shown(html))
    }

    /// The item as the way out names it: by a token that `clarion bounces` reads, where there are such.
    private func wayOut(of item: Item) -> Item {
        guard let token = briefing.returnSeal?.stopToken(item.delivery) else { return item }
        return Item(
            delivery: item.delivery,
            key: token,
            attempt: item.attempt,
            person: item.person,
            isFirst: item.isFirst
        )
    }

    private static let textStart = partStart("text/plain")
    private static let htmlStart = partStart("text/html")
    private static let end = Array("--\(boundary)--\r\n".utf8)

    private static func partStart(_ type: StaticString) -> [UInt8] {
        var part = HeaderWriter(Array("--\(boundary)\r\n".utf8))
        part.field("Content-Type", Token("\(type); charset=utf-8"))
        part.field("Content-Transfer-Encoding", Token("quoted-printable"))
        return part.bytes + Array("\r\n".utf8)
    }

    private static func headerStart(_ briefing: Briefing, _ identity: SenderIdentity) -> [UInt8] {
        var header = HeaderWriter()
        header.field("From", identity.from(of: briefing.call))
        if let replyTo = identity.replyTo { header.field("Reply-To", replyTo) }
        return header.bytes
    }

    private static func headerEnd(_ briefing: Briefing, _ identity: SenderIdentity) -> [UInt8] {
        var header = HeaderWriter()
        let organization = briefing.organization
        header.field("List-Id", HeaderText(organization.name), identity: identity.listID(of: organization))
        header.field("MIME-Version", Token("1.0"))
        header.field("Content-Language", Token(briefing.call.language))
        header.field("Content-Type", Token("multipart/alternative; boundary=\"\(boundary)\""))
        return header.bytes + Array("\r\n".utf8)
    }
}
