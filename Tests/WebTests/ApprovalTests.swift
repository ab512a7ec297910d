import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// Where the settings ask for it, a call from the browser needs a second person.
@Suite(.timeLimit(.minutes(2)))
struct ApprovalTests {
    private static let file = """
        ---
        title: Fill the hall
        call: hall
        audience: {}
        action: { kind: attend, ask: Come to the hall }
        ---
        Dear {{first_name}}, come.
        """

    private func hash(_ page: String) -> String {
        page.firstMatch(of: /name="hash" value="([0-9a-f]+)"/).map { String($0.output.1) } ?? ""
    }

    /// Checks the file and hands it in; the path of the proposal.
    private func handIn(_ office: OfficeBench) async throws -> String {
        let checked = try await office.post("/write", ["source": Self.file]).text
        #expect(checked.contains("/write/propose") && !checked.contains("/write/send"))
        let page = try await office.post("/write/propose", ["source": Self.file, "hash": hash(checked)])
        #expect(page.status == .ok && page.text.contains("It is handed in"))
        #expect(!page.text.contains(PageView.unknown))
        let number = try #require(try await office.site.store.openProposals().first?.number)
        return "/proposals/\(number)"
    }

    @Test func aCallGoesOutWhenSomebodyElseAgrees() async throws {
        try await OfficeBench.run(.writer, desk: OfficeBench.desk(needsApproval: true)) { writer in
            let path = try await handIn(writer)
            let owner = try await OfficeBench(writer.site, .owner)
            #expect(try await owner.get("").text.contains("Waits for a second person"))
            let page = try await owner.get(path)
            #expect(page.text.contains("Handed in by writer") && page.text.contains("Dear Alex"))
            #expect(!page.text.contains(PageView.unknown))
            let agreed = try await owner.post(path, ["turn": "approve", "hash": hash(page.text)])
            #expect(agreed.status == .ok && agreed.text.contains("Queued"))
            #expect(agreed.text.contains("Handed in by writer") && agreed.text.contains("approved by owner"))
            #expect(try await writer.site.store.standing(of: "hall")?.call.source == Self.file)
            let again = try await owner.post(path, ["turn": "approve", "hash": hash(page.text)])
            #expect(again.status == .conflict)
            #expect(try await !owner.get(path).text.contains("value=\"approve\""))
        }
    }

    @Test func nobodySendsAlone() async throws {
        try await OfficeBench.run(.organizer, desk: OfficeBench.desk(needsApproval: true)) { office in
            let path = try await handIn(office)
            let page = try await office.get(path).text
            #expect(page.contains("somebody else has to agree") && !page.contains("value=\"approve\""))
            let hash = try #require(try await office.site.store.openProposals().first?.draft.hash)
            let own = try await office.post(path, ["turn": "approve", "hash": hash])
            #expect(own.status == .forbidden)
            let sent = try await office.post("/write/send", ["source": Self.file, "hash": hash])
            #expect(sent.status == .forbidden && sent.text.contains("a second person"))
            #expect(try await office.site.store.standing(of: "hall") == nil)
        }
    }

    @Test func aWriterAndAViewerDoNotApprove() async throws {
        try await OfficeBench.run(.organizer, desk: OfficeBench.desk(needsApproval: true)) { office in
            let path = try await handIn(office)
            let hash = try #require(try await office.site.store.openProposals().first?.draft.hash)
            for role in [Role.writer, .viewer, .entry] {
                let other = try await OfficeBench(office.site, role)
                #expect(try await other.post(path, ["turn": "approve", "hash": hash]).status == .forbidden)
                #expect(try await other.post(path, ["turn": "decline"]).status == .forbidden)
            }
            #expect(try await office.site.store.openProposals().count == 1)
            #expect(try await office.site.store.standing(of: "hall") == nil)
        }
    }

    @Test func aPlanThatChangedSinceIsRefusedUntilItIsHandedInAnew() async throws {
        try await OfficeBench.run(.organizer, desk: OfficeBench.desk(needsApproval: true)) { office in
            let path = try await handIn(office)
            let hash = try #require(try await office.site.store.openProposals().first?.draft.hash)
            let owner = try await OfficeBench(office.site, .owner)
            _ = try await office.site.store.take([try Samples.record(4)], by: "test", now: Samples.start)
            let page = try await owner.get(path).text
            #expect(page.contains("The plan has changed since organizer") && !page.contains("value=\"approve\""))
            let refused = try await owner.post(path, ["turn": "approve", "hash": hash])
            #expect(refused.status == .conflict && refused.text.contains("The plan has changed"))
            #expect(try await office.site.store.standing(of: "hall") == nil)
            let fresh = try await handIn(office)
            let agreed = try await owner.post(
                fresh,
                ["turn": "approve", "hash": self.hash(try await owner.get(fresh).text)]
            )
            #expect(agreed.status == .ok && agreed.text.contains("Queued"))
        }
    }

    @Test func whoHandedItInMayTakeItBack() async throws {
        try await OfficeBench.run(.writer, desk: OfficeBench.desk(needsApproval: true)) { writer in
            let path = try await handIn(writer)
            #expect(try await writer.get(path).text.contains("Take it back"))
            let page = try await writer.post(path, ["turn": "decline"])
            #expect(page.status == .ok && page.text.contains("writer did not agree"))
            let owner = try await OfficeBench(writer.site, .owner)
            #expect(try await owner.get(path).text.contains("value=\"approve\"") == false)
            #expect(try await writer.post(path, ["turn": "decline"]).status == .conflict)
        }
    }
}
