/// What is the same for every page.
enum PageFrame {
    /// A whole page.
    ///
    /// Its policy lets it show files that lie beside it and nothing else: a link clicked inside a mail leads nowhere.
    static func page(title: String, body: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
        frame-src 'self' file:; form-action 'none'; base-uri 'none'">
        <title>\(title)</title>
        <style>\(Stylesheet.rules)</style>
        </head>
        <body>
        \(body)
        <footer class="end">Written by <code>clarion rehearse</code>. Nothing on this page was sent.</footer>
        </body>
        </html>

        """
    }
}
