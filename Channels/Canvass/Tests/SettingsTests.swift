import Calls
import CanvassChannel
import Deliveries
import Foundation
import TestKit
import Testing

struct SettingsTests {
    @Test(
        arguments: [
            (["paper": "legal"], "channels.canvass.paper must be one of letter, a4."),
            (["doors_per_turf": "9"], "channels.canvass.doors_per_turf must be a whole number from 10 to 200."),
            (["doors_per_turf": "many"], "channels.canvass.doors_per_turf must be a whole number from 10 to 200."),
            (["papr": "a4"], "channels.canvass.papr is not a known setting. Did you mean 'paper'?"),
        ]
    )
    func aWrongSettingIsNamed(values: [String: String], fault: String) {
        let settings = ChannelSettings(channel: CanvassDriver.id, values: values, organization: Samples.organization)
        #expect(throws: ChannelSettingsError([fault])) { try CanvassDriver(settings: settings) }
    }

    @Test(
        arguments: [
            (["paper": "A4"], "US", "595.276 x 841.89"), ([:], "US", "612 x 792"), ([:], "mx", "612 x 792"),
            ([:], "DE", "595.276 x 841.89"), (["paper": "letter"], "DE", "612 x 792"),
        ] as [([String: String], String, String)]
    )
    func thePaperIsTheOneOfTheSettingsElseOfTheCountry(values: [String: String], region: String, size: String)
        async throws
    {
        let organization = Organization(name: "Tenants", postalAddress: "", timezone: "UTC", region: region)
        let printer = try Printer(values, organization: organization)
        let printed = await printer.print(try Neighbors.items(1))
        #expect(try Tool.run("pdfinfo", printed.path).contains("\(size) pts"))
    }

    @Test func doctorFindsEverythingInOrder() async throws {
        let findings = try await Printer().canvass.examine()
        #expect(findings.count == 2)
        #expect(findings.filter { !$0.isGood }.isEmpty)
    }

    @Test func doctorFindsAFolderThatCannotBeMade() async throws {
        let settings = ChannelSettings(
            channel: CanvassDriver.id,
            values: ["output": "/etc/passwd/sheets"],
            organization: Samples.organization
        )
        let bad = try await CanvassDriver(settings: settings).examine().filter { !$0.isGood }
        #expect(
            bad.map(\.text) == [
                "channels.canvass.output: '/etc/passwd/sheets' cannot be written: Not a directory. Name another folder."
            ]
        )
    }
}
