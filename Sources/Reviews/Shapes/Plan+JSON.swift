import Calls
package import Deliveries
import People

extension Plan {
    /// The dry run.
    package var json: JSON {
        .object([
            ("call", .text(call)), ("hash", .text(hash)), ("audience", .number(audience)),
            ("channels", .object(channels.map { ($0.id.rawValue, $0.json) })),
            ("warnings", .list(warnings.map { .text($0) })), ("faults", .list(faults.map { .text($0) })),
        ])
    }
}

extension Plan.Channel {
    fileprivate var json: JSON {
        let figures = forecast.figures.map { figure in
            switch figure.value {
            case .number(let number): (figure.name, JSON.number(number))
            case .text(let text): (figure.name, JSON.text(text))
            }
        }
        let reasons = SkipReason.allCases.compactMap { reason in skip[reason].map { (reason.rawValue, $0) } }
        return .object([("send", .number(send)), ("skip", .counts(reasons))] + figures)
    }
}
