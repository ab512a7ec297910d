import Calls
import Deliveries
import People
import Testing

extension SignUp {
    func saying(isAnew: Bool = false, replaces: Bool = false) -> SignUp {
        SignUp(sheet: sheet, row: row, record: record, channels: channels, isAnew: isAnew, replaces: replaces)
    }

    var deferring: SignUp {
        SignUp(sheet: sheet, row: row, record: record, channels: channels, defers: true)
    }

    func with(email: String) throws -> SignUp {
        var record = record
        record.email = try EmailAddress(email)
        return SignUp(sheet: sheet, row: row, record: record, channels: channels)
    }
}

extension StoreBench {
    /// A sheet of three people with two empty rows.
    func signUpSheet() async throws -> PrintedSheet {
        try await printedSheet(signUps: SignUpSpace(rows: 2, top: 400, wording: "I say yes."))
    }

    func signUp(
        _ row: Int,
        _ name: String,
        email: String? = nil,
        phone: String? = nil,
        _ channels: [ChannelID]
    ) throws -> SignUp {
        var record = PersonRecord()
        if !name.isEmpty { record.givenName = name }
        record.email = try email.map { try EmailAddress($0) }
        record.phone = try phone.map { try PhoneNumber($0, region: "US") }
        return SignUp(sheet: "S1", row: row, record: record, channels: channels)
    }

    func enter(_ signUp: SignUp, at now: Timestamp = Samples.start) async throws -> SignUpResult? {
        try await store.signUp(signUp, by: "enter: Grace", now: now)
    }

    func entered(
        _ signUp: SignUp,
        at now: Timestamp = Samples.start,
        by recorder: String = "enter: Grace"
    ) async throws -> SignUpEntry? {
        let result = try await store.signUp(signUp, by: recorder, now: now)
        if case .entered(let entry)? = result { return entry }
        Issue.record("not entered: \(String(describing: result))")
        return nil
    }

    func undo(by recorders: [String] = ["enter: Grace"], at now: Timestamp) async throws -> Undone {
        try await store.undo(on: "S1", by: recorders, now: now)
    }

    func written(_ sheet: PrintedSheet, _ rows: [Int], image: String = "image") -> PageAnswers {
        PageAnswers(
            sheet: sheet.id,
            image: image,
            file: "scan.pdf page 1",
            rows: [],
            signUps: rows.map { ScannedSignUp(row: $0, picture: [1, 2, 3]) }
        )
    }
}
