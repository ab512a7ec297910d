import Deliveries

/// What would happen, channel by channel: how many, who is left out and why, and what to look at first.
struct SummaryFigures {
    let summary: RehearsalSummary

    var html: HTML {
        """
        <section class="summary" aria-label="What would happen">
        \(warnings)
        <div class="channels">
        \(HTML(summary.channels.map(card)))
        </div>
        </section>
        """
    }

    private var warnings: HTML {
        let all = summary.warnings + summary.channels.flatMap { $0.forecast.warnings + $0.forecast.faults }
        guard !all.isEmpty else { return .nothing }
        return """
            <aside class="warnings" aria-labelledby="warnings-title">
            <h2 id="warnings-title">Look at this first</h2>
            <ul>\(HTML(all.map { "<li><bdi>\($0)</bdi></li>" }))</ul>
            </aside>
            """
    }

    private func card(_ channel: RehearsalSummary.Channel) -> HTML {
        let leftOut = channel.skips.values.reduce(0, +)
        let share = channel.send + leftOut == 0 ? 0 : channel.send * 100 / (channel.send + leftOut)
        return """
            <article class="channel">
            <h3>\(ChannelWords.title(channel.id))</h3>
            <p class="send"><b>\(Counting.grouped(channel.send))</b> would be asked</p>
            <div class="bar" aria-hidden="true"><i style="width:\(share)%"></i></div>
            \(figures(channel.forecast))
            \(leftOut == 0 ? "<p class=\"out\">Nobody is left out.</p>" : reasons(channel.skips, sum: leftOut))
            </article>
            """
    }

    private func figures(_ forecast: Forecast) -> HTML {
        guard !forecast.figures.isEmpty else { return .nothing }
        let rows = forecast.figures.map { figure -> HTML in
            switch figure.value {
            case .number(let number): "<div><dt>\(figure.name)</dt><dd>\(Counting.grouped(number))</dd></div>"
            case .text(let text): "<div><dt>\(figure.name)</dt><dd>\(text)</dd></div>"
            }
        }
        return "<dl class=\"figures\">\(HTML(rows))</dl>"
    }

    /// The largest group first; groups of one size by name, so that two rehearsals can be compared.
    private func reasons(_ skips: [String: Int], sum: Int) -> HTML {
        let rows = skips.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { reason, count -> HTML in
                "<li><b>\(Counting.grouped(count))</b> \(ChannelWords.reason(reason))</li>"
            }
        return """
            <p class="out">\(Counting.grouped(sum)) left out:</p>
            <ul class="reasons">\(HTML(rows))</ul>
            """
    }
}
