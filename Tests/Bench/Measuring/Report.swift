import Foundation

/// The table, as it grows.
final class Report {
    private var lines = ["| what | figure | median (min–max) | goal |", "|---|---|---|---|"]

    /// Adds a row and shows it.
    func row(_ what: String, _ figure: String, _ value: String, _ verdict: String = "") {
        let line = "| \(what) | \(figure) | \(value) | \(verdict) |"
        lines.append(line)
        print(line)
        fflush(nil)
    }

    func row(_ what: String, _ figure: String, _ figures: Figures, digits: Int = 0, _ goal: Goal? = nil) {
        row(what, figure, figures.text(digits), goal?.judged(figures.median) ?? "")
    }

    /// Says why there is no figure.
    func missing(_ what: String, _ why: String) { row(what, "not measured", why) }

    /// Writes the table.
    func write(to path: String, head: String) throws {
        let text = "\(head)\n\n\(lines.joined(separator: "\n"))\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Shows the table's head.
    func begin() { print(lines.joined(separator: "\n")) }
}
