import Deliveries

extension RowAnswer {
    /// What the fields `result` and `action` of a form say.
    init(_ form: SentForm) {
        self.init(result: ResultCode(rawValue: form["result"]), action: Action(rawValue: form["action"]))
    }

    /// Why it cannot be true; `nil` when it can.
    var contradiction: String? { Self.contradiction(in: description.split(separator: ", ")) }
}
