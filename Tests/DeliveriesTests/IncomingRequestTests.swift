import Deliveries
import Testing

struct IncomingRequestTests {
    @Test func formsAreReadAsTheyAreWritten() {
        let form = FormItems(
            "Body=Yes%2C+I+will&From=%2B12125550101&Empty=&Flag&Body=second&Bad=%GG&Cut=%4&Raw=%ff".utf8
        )
        #expect(form["Body"] == "Yes, I will")
        #expect(form["From"] == "+12125550101")
        #expect(form["Empty"] == "")
        #expect(form["Flag"] == "")
        for name in ["Bad", "Cut", "Raw", "Missing"] { #expect(form[name] == nil) }
        #expect(form.bytes(of: "Raw") == [0xFF])
        #expect(form.all.count == 6)
    }

    @Test func aFloodOfItemsIsCutOff() {
        #expect(FormItems(String(repeating: "a=b&", count: 100_000).utf8).all.count <= 500)
    }

    @Test func theAddressIsTheOneThatTheSenderWasTold() {
        let request = IncomingRequest(
            method: "POST",
            path: "/answers/sms/twilio",
            query: "t=x&y=1",
            fields: [("X-Twilio-Signature", "abc")],
            publicURL: "https://act.riverside.example"
        )
        #expect(request.address == "https://act.riverside.example/answers/sms/twilio?t=x&y=1")
        #expect(request.field("x-twilio-signature") == "abc")
    }

    @Test func secretsAreComparedToTheEnd() {
        #expect(ConstantTime.areEqual([1, 2], [1, 2]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 3]))
    }
}
