import Accounts
import Calls
import Deliveries
import People

/// A message file that somebody writes in the browser, read and planned as `clarion check` and `clarion plan` do.
struct Draft {
    /// A fault, with its line where it stands on one.
    struct Fault {
        let line: Int?
        let problem: String
    }

    /// What a channel would send.
    struct Shown {
        let channel: ChannelID
        let addressKind: AddressKind
        let preview: Preview
    }

    let source: String
    /// What the file is called; the call's name where the file names none.
    let fileName: String
    private(set) var faults: [Fault] = []
    private(set) var notes: [String] = []
    private(set) var planning: Planning?
    private(set) var plan: Plan?
    private(set) var previews: [Shown] = []

    /// The largest file that is taken: a message file has words, not pictures.
    static let limit = 256 * 1_024

    /// Reads and plans a file; writes nothing.
    ///
    /// - Parameters:
    ///   - source: The file's text.
    ///   - fileName: What it is called.
    ///   - office: What it is read against.
    /// - Throws: What the store throws; what is wrong with the file is among the faults.
    init(_ source: String, fileName: String, in office: Office) async throws {
        self.source = source
        self.fileName = fileName
        let call: Call
        do {
            call = try MessageFile.parse(
                Array(source.utf8),
                fileName: fileName,
                timezone: office.site.organization.timezone,
                knownChannels: office.desk.channels
            )
        } catch {
            faults = error.faults.map { Fault(line: $0.line, problem: "\($0.problem)") }
            return
        }
        notes = MessageFile.notes(on: call, configured: office.desk.channels)
        let planning = office.desk.planning(call)
        guard !planning.drivers.isEmpty else {
            faults = [Fault(line: nil, problem: office.texts.text("write_no_channel"))]
            return
        }
        self.planning = planning
        do {
            let plan = try await office.site.store.plan(planning, now: office.site.now())
            self.plan = plan
            faults = plan.faults.map { Fault(line: nil, problem: $0) }
            previews = try Self.previews(planning)
        } catch let error as WordsError {
            faults = error.faults.map { Fault(line: $0.line, problem: $0.problem) }
        }
    }

    private static func previews(_ planning: Planning) throws(WordsError) -> [Shown] {
        var shown: [Shown] = []
        for driver in planning.drivers {
            let preview = try driver.preview(planning.briefing, for: sample)
            let kind = type(of: driver)
            shown.append(Shown(channel: kind.id, addressKind: kind.addressKind, preview: preview))
        }
        return shown
    }

    /// Somebody made up, so that no real person's data stand in a preview.
    private static let sample = Person(id: PersonID(rawValue: "sample"), givenName: "Alex", familyName: "Sample")

    /// The same somebody at somebody's own addresses.
    static func sample(at own: OwnAddresses) -> Person {
        var person = sample
        (person.email, person.phone) = (own.email, own.phone)
        return person
    }
}
