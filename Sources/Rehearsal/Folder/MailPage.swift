/// The look of a mail as a page of its own.
enum MailPage {
    /// Puts a policy in front of a mail's HTML: no scripts, no forms, and nothing is fetched from anywhere.
    ///
    /// The policy stands before the first byte of the mail, so that nothing in the mail can come before it. A doctype
    /// of the mail's own is passed over by readers, and its attributes of `html` and `body` still count.
    ///
    /// - Parameter html: As it was sent; it is not changed.
    /// - Returns: A page that can be opened by itself.
    static func make(of html: String) -> String {
        """
        <!doctype html>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
        font-src data:; form-action 'none'; base-uri 'none'">
        <meta name="referrer" content="no-referrer">
        \(html)
        """
    }
}
