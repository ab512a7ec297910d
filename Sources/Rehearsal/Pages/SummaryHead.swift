/// The top of a page: whose call it is and what these pages are.
struct SummaryHead {
    /// A part of the page to jump to.
    struct Jump {
        let id: String
        let title: String
        let count: Int
    }

    let summary: RehearsalSummary
    /// The parts of this page.
    let jumps: [Jump]

    /// The top of the first page, or a short one for those behind it.
    func html(isShort: Bool) -> HTML {
        let notice: HTML = """
            <p class="notice" role="note"><strong>This folder holds personal data.</strong> \
            Names, addresses and numbers are shown in full. Delete the folder when you have looked through it.</p>
            """
        return """
            <header class="top">
            <p class="kicker">Rehearsal · <bdi>\(summary.organization)</bdi></p>
            <h1><bdi>\(summary.title)</bdi></h1>
            \(isShort ? .nothing : lede)
            \(notice)
            \(contents)
            </header>
            """
    }

    private var contents: HTML {
        let links = jumps.filter { $0.count > 0 }.map { jump -> HTML in
            "<li><a href=\"#\(jump.id)\">\(jump.title)</a> \(Counting.grouped(jump.count))</li>"
        }
        guard !links.isEmpty else { return .nothing }
        return "<nav class=\"contents\" aria-label=\"On this page\"><ul>\(HTML(links))</ul></nav>"
    }

    private var lede: HTML {
        let goal = summary.goal.map { " The goal is \($0)." } ?? ""
        return """
            <p class="lede">Nothing was sent. For an audience of \(Counting.people(summary.audience)), this is what \
            would go out, word for word, if the call were submitted now.\(goal)</p>
            """
    }
}

/// Numbers with their nouns.
enum Counting {
    /// `1 person`, `240 people`.
    static func people(_ count: Int) -> String { count == 1 ? "1 person" : "\(grouped(count)) people" }

    /// `1 part`, `2 parts`.
    static func of(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(grouped(count)) \(noun)s" }

    /// Digits in groups of three: `12,400`.
    static func grouped(_ count: Int) -> String {
        let digits = Array(String(count.magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (count < 0 ? "−" : "") + groups.reversed().joined(separator: ",")
    }
}
