import Calls
package import Deliveries

extension SheetStanding {
    /// A page and who has it.
    package func json(isLate: Bool) -> JSON {
        .object([
            ("sheet", .text(id)), ("call", .text(call)),
            ("state", .text(custody?.event.rawValue ?? "printed")), ("holder", .text(custody?.holder)),
            ("due", .text(custody?.due?.description)), ("overdue", .bool(isLate)),
            ("at", .text((custody?.at ?? printedAt).description)), ("rows", .number(rows)),
            ("entered", .number(answered)), ("doubtful", .number(doubtful)),
        ])
    }
}
