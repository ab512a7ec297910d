package import Calls
import Curl
package import Deliveries
import People

extension SMSDriver: AnsweredDriver {
    /// The reader of the configured gateway; none where it needs a secret that the settings do not name.
    package func answerReaders(_ seal: LinkSeal, organization: Organization) -> [any AnswerReader] {
        let news = TextNews(seal: seal, organization: organization)
        switch (settings.name, settings.inboundSecret) {
        case (.twilio, _): return [TwilioAnswers(token: settings.account.password, news: news)]
        case (.vonage, let secret?): return [VonageAnswers(secret: secret, news: news)]
        case (.kannel, let secret): return [KannelAnswers(secret: secret, news: news)]
        case (.webhook, let secret?): return [WebhookAnswers(secret: secret, news: news)]
        case (.vonage, nil), (.webhook, nil): return []
        }
    }

    /// Says a sentence through Vonage, the one gateway that neither answers by itself nor takes an answer in its response.
    package func say(_ words: String, to address: String) async -> Outcome? {
        guard let vonage = settings.gateway as? Vonage else { return nil }
        return vonage.outcome(of: await client.send(vonage.request(to: address, SMSText(words), reference: nil)))
    }
}
