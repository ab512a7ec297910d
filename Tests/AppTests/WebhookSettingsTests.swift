import Deliveries
import Testing
import Webhooks

@testable import App

struct WebhookSettingsTests {
    private func read(_ text: String) throws(SettingsError) -> Settings {
        try SettingsFile.read(
            text,
            path: "clarion.yaml",
            environment: ["CRM_SECRET": "sixteen signs and more"],
            timezone: "America/Chicago"
        )
    }

    @Test func whoIsToldStandsInAList() throws {
        let settings = try read(
            """
            webhooks:
              - url: https://crm.example/in?key=hush
                secret: ${CRM_SECRET}
                events: [completion, consent.withdrawn]
              - { url: "http://127.0.0.1:8081/in", secret: "${CRM_SECRET}" }
            """
        )
        #expect(settings.webhooks.map(\.events) == [[.completion, .consentWithdrawn], Set(WebhookEvent.allCases)])
        #expect("\(settings.webhooks)" == "[crm.example, 127.0.0.1]", "neither path nor secret prints")
        #expect(Set(settings.webhooks.map(\.name)).count == 2)
        #expect(try read("webhooks: []").webhooks.isEmpty && read("webhooks:").webhooks.isEmpty)
    }

    @Test(arguments: [
        ("webhooks: { url: x }", "must be a list"),
        ("webhooks: [{ url: \"https://crm.example\", secret: short }]", "16 signs"),
        ("webhooks: [{ url: \"https://crm.example\", secret: \"${NOBODY}\" }]", "16 signs"),
        ("webhooks: [{ url: \"http://crm.example\", secret: \"${CRM_SECRET}\" }]", "https://"),
        ("webhooks: [{ secret: \"${CRM_SECRET}\" }]", "https://"),
        ("webhooks: [{ uri: \"https://crm.example\" }]", "Did you mean 'url'?"),
        (
            "webhooks: [{ url: \"https://crm.example\", secret: \"${CRM_SECRET}\", events: [completions] }]",
            "Did you mean 'completion'?"
        ),
        ("webhooks: [{ url: \"https://crm.example\", secret: \"${CRM_SECRET}\", events: [] }]", "names none"),
    ])
    func faultsAreNamed(text: String, words: String) throws {
        let error = try #require(throws: SettingsError.self) { try read(text) }
        #expect(error.description.contains(words), "\(error)")
        #expect(error.faults.allSatisfy { $0.line == 1 })
    }
}
