import Rehearsal
import Synchronization
import TestKit

/// The other ends: a mail server and a gateway of ours that count what they take, and misbehave as told.
final class Receivers: Sendable {
    typealias MailScript = SMTPReceiver.Script
    typealias TextScript = GatewayReceiver.Script

    /// What was taken, in order.
    let accepted = Gathered<Acceptance>()
    let mailServer: SMTPReceiver
    let gateway: GatewayReceiver
    private let scripts: Scripts

    private final class Scripts: Sendable {
        let mail: Mutex<MailScript?>
        let texts: Mutex<TextScript?>

        init(mail: MailScript?, texts: TextScript?) {
            self.mail = Mutex(mail)
            self.texts = Mutex(texts)
        }
    }

    init(mail: MailScript? = nil, texts: TextScript? = nil) throws {
        let scripts = Scripts(mail: mail, texts: texts)
        self.scripts = scripts
        mailServer = try SMTPReceiver(
            replies: { step in scripts.mail.withLock(\.self)?(step) },
            keep: { [accepted] mail in
                for recipient in mail.recipients {
                    let delivery = DeliveryID(person: Crowd.person(withMailbox: recipient), channel: "email")
                    accepted.add(Acceptance(delivery: delivery, identity: mail.messageID))
                }
            }
        )
        gateway = try GatewayReceiver(
            answers: { [accepted] step in
                if case .kept(let text) = step.event {
                    let delivery = DeliveryID(person: Crowd.person(withPhone: text.to), channel: "sms")
                    accepted.add(
                        Acceptance(delivery: delivery, identity: step.request.field("idempotency-key"))
                    )
                }
                return scripts.texts.withLock(\.self)?(step)
            },
            keep: { _ in }
        )
    }

    /// Lets both behave from now on.
    func mend() {
        scripts.mail.withLock { $0 = nil }
        scripts.texts.withLock { $0 = nil }
    }

    func stop() async {
        await mailServer.stop()
        await gateway.stop()
    }
}

extension Rehearsal.ReceivedMail {
    /// The Message-ID, which stands on one line.
    var messageID: String? {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false) {
            if line.isEmpty { return nil }
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "message-id" {
                return parts[1].trimmingPrefix(" ").description
            }
        }
        return nil
    }
}
