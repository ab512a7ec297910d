import MIME

/// One mail on a page: envelope, look, plain words.
struct MailCard {
    let mail: KeptMail
    let message: MIMEPart

    var html: HTML {
        let number = mail.number
        let subject = message.field("subject").flatMap { $0.isEmpty ? nil : $0 } ?? "(no subject)"
        return """
            <article class="mail" id="mail-\(number)">
            <header>
            <h3><bdi>\(subject)</bdi></h3>
            <dl>
            <div><dt>To</dt><dd><bdi>\(mail.recipients.joined(separator: ", "))</bdi></dd></div>
            <div><dt>From</dt><dd><bdi>\(message.field("from") ?? "(nobody)")</bdi></dd></div>
            </dl>
            <span class="number" aria-label="Mail \(number)">\(number)</span>
            </header>
            \(look)
            <p class="files">\(links)</p>
            </article>
            """
    }

    private var hasLook: Bool { message.first("text/html") != nil }

    private var look: HTML {
        let plain = message.first("text/plain")?.text
        guard hasLook else {
            return """
                <pre class="only" tabindex="0" role="region" aria-label="Plain words of mail \(mail.number)">\
                \(plain ?? "(no words)")</pre>
                """
        }
        let frame: HTML = """
            <div class="look"><iframe sandbox loading="lazy" src="\(mail.page)" \
            title="Mail \(mail.number) as its reader sees it"></iframe></div>
            """
        guard let plain else { return frame }
        return """
            \(frame)
            <details><summary>Plain words</summary><pre>\(plain)</pre></details>
            """
    }

    private var links: HTML {
        let file: HTML =
            "<a href=\"\(mail.file)\">Message file<span class=\"unseen\"> of mail \(mail.number)</span></a>"
        guard hasLook else { return file }
        return "<a href=\"\(mail.page)\">Full size<span class=\"unseen\"> of mail \(mail.number)</span></a> \(file)"
    }
}
