import Deliveries
import HTTPTypes
import Hummingbird
import People

/// The form in which an empty row of a sheet is typed, as it was sent.
struct SignUpForm {
    /// What is typed; the names are those of the form.
    enum Field: String, CaseIterable {
        case given, family, phone, email, street, unit, locality, region
        case postalCode = "postal_code"
    }

    /// Something that is wrong.
    struct Problem {
        /// The field that it is about, where it is about one.
        let field: Field?
        /// The name of the words that say so.
        let text: String

        init(_ text: String, at field: Field? = nil) {
            self.text = text
            self.field = field
        }
    }

    /// What was typed, for showing it once more.
    private(set) var typed: [Field: String] = [:]
    /// The code of the row whose door it is; empty where none was chosen.
    private(set) var at = ""
    /// What is marked on the paper.
    private(set) var says: [SignUpOption] = []
    private(set) var record = PersonRecord()
    private(set) var problems: [Problem] = []

    /// An empty form.
    init() {}

    /// Reads what was sent.
    ///
    /// - Parameters:
    ///   - fields: The fields.
    ///   - offers: What the paper lets people say yes to.
    ///   - region: Where a number without a country code is dialled.
    ///   - doors: Those of the sheet: a street without a town lies where they do.
    ///   - door: The door of a row's code.
    /// - Throws: ``HTTPError`` for what no form of ours sends.
    init(
        _ fields: [String: String],
        offers: [SignUpOption],
        region: String,
        doors: [Door],
        door: (String) -> Door?
    ) throws {
        for field in Field.allCases {
            let text = fields[field.rawValue]?.trimming { $0.isWhitespace } ?? ""
            if !text.isEmpty { typed[field] = text }
        }
        at = fields["at"] ?? ""
        says = offers.filter { fields[Self.box($0)] == "yes" }
        let chosen = at.isEmpty ? nil : door(at)
        if !at.isEmpty, chosen == nil { throw HTTPError(.badRequest) }
        if chosen != nil, typed[.street] != nil { problems.append(Problem("sheet_new_two_homes", at: .street)) }
        let parts = typed.compactMap { field, text in SignUpDraft.Part(rawValue: field.rawValue).map { ($0, text) } }
        let draft = SignUpDraft(
            Dictionary(uniqueKeysWithValues: parts),
            door: chosen,
            town: Door.town(of: doors),
            says: says,
            region: region
        )
        record = draft.record
        problems += draft.faults.map(Self.problem)
        // Who marked nothing has agreed to nothing, not even to being on record.
        if says.isEmpty { problems.append(Problem("sheet_new_nothing")) }
    }

    /// The name of the box of an option.
    static func box(_ offer: SignUpOption) -> String { "says_\(offer.kind.rawValue)" }

    private static func problem(_ fault: SignUpDraft.Fault) -> Problem {
        switch fault {
        case .part(let part, _):
            switch part {
            case .phone: Problem("sheet_new_bad_phone", at: .phone)
            case .email: Problem("sheet_new_bad_email", at: .email)
            default: Problem("sheet_new_bad_text", at: Field(rawValue: part.rawValue))
            }
        case .home: Problem("sheet_new_bad_home", at: .street)
        case .missing(let option): Problem("sheet_new_missing_\(option.kind.rawValue)", at: field(of: option.kind))
        case .nobody: Problem("sheet_new_nobody")
        }
    }

    private static func field(of kind: AddressKind) -> Field {
        switch kind {
        case .mailbox: .email
        case .textPhone, .voicePhone: .phone
        case .door: .street
        }
    }
}
