package import Calls
package import Deliveries

extension EmailDriver: AnsweredDriver {
    /// The reader of the provider that the settings name; none where mail goes out over a server of one's own, whose returns
    /// are mails themselves.
    package func answerReaders(_ seal: LinkSeal, organization: Organization) -> [any AnswerReader] {
        guard let provider = settings.provider else { return [] }
        let news = MailNews(seal: seal, provider: provider.name)
        switch provider {
        case .ses(let topic): return [SNSAnswers(topic: topic, news: news)]
        case .mailgun(let key): return [MailgunAnswers(key: key, news: news)]
        case .sendgrid(let key): return [SendGridAnswers(key: key, news: news)]
        case .postmark(let credentials): return [PostmarkAnswers(credentials: credentials, news: news)]
        }
    }

    /// Nothing is said in return by mail.
    package func say(_ words: String, to address: String) async -> Outcome? { nil }
}
