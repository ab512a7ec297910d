import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(2)))
struct HardeningTests {
    @Test func everyAnswerCarriesTheFieldsThatKeepBrowsersOnOurSide() async throws {
        try await SiteBench.run { bench in
            for path in [bench.ask(), "/c/hearing", "/nowhere", "/style.css"] {
                let headers = try await bench.get(path).headers
                #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(headers[.contentSecurityPolicy]?.contains("unsafe") == false)
                #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(HTTPField.Name("Referrer-Policy").flatMap { headers[$0] } == "no-referrer")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.strictTransportSecurity] != nil)
                #expect(headers[.setCookie] == nil)
            }
            #expect(try await bench.get(bench.ask()).headers[.cacheControl] == "no-store")
        }
    }

    @Test func aMethodThatAPageDoesNotTakeIsAnsweredAsSuch() async throws {
        try await SiteBench.run { bench in
            for method in [HTTPRequest.Method.put, .delete, .patch] {
                let response = try await bench.get(bench.ask(), method)
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD, POST")
            }
            #expect(try await bench.post("/style.css").status == .methodNotAllowed)
        }
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        try await SiteBench.run { bench in
            let before = try await bench.everything()
            let form = "name=" + String(repeating: "x", count: Form.limit)
            for path in [bench.ask(), bench.preferences(), "/c/hearing"] {
                #expect(try await bench.post(path, form).status == .contentTooLarge)
            }
            #expect(try await bench.everything() == before)
        }
    }

    @Test(arguments: ["name=%FF", "name=a&name=b", "%%%", "\u{FFFD}=="])
    func aFormThatCannotBeReadDoesNoHarm(form: String) async throws {
        try await SiteBench.run { bench in
            let status = try await bench.post("/c/hearing", form).status
            #expect(status == .badRequest || status == .ok)
        }
    }
}
