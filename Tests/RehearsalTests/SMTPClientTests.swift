import MIME
import Rehearsal
import Synchronization
import Testing

/// The receiver against mail clients of others.
struct SMTPClientTests {
    @Test
    func pythonSendsAMailWithLettersOutsideOfASCII() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let script = """
            import smtplib, email.message, email.policy
            m = email.message.EmailMessage(policy=email.policy.SMTPUTF8)
            m['Subject'] = 'Größe zählt'
            m['From'] = 'a@example.org'
            m['To'] = 'bö@example.com'
            m.set_content('.leading dot\\nzwölf\\n')
            with smtplib.SMTP('127.0.0.1', \(receiver.port)) as s:
                s.ehlo()
                assert all(s.has_extn(x) for x in ('pipelining', '8bitmime', 'smtputf8', 'size', 'enhancedstatuscodes'))
                assert s.send_message(m) == {}
                try:
                    s.sendmail('a@example.org', ['not an address'], 'x')
                    raise SystemExit('accepted')
                except smtplib.SMTPRecipientsRefused as e:
                    assert list(e.recipients.values())[0][0] == 501
                assert s.sendmail('', ['b@example.com', 'c@example.com'], b'Subject: two\\r\\n\\r\\nx') == {}
            """
        let (status, output) = try await ExternalTool.python.run("-c", script)
        #expect(status == 0, "\(output)")
        #expect(mails.all.map(\.recipients) == [["bö@example.com"], ["b@example.com", "c@example.com"]])
        let message = MIMEPart(mails.all.first?.bytes ?? [])
        #expect(message.field("subject") == "Größe zählt")
        #expect(message.text == ".leading dot\nzwölf\n")
        await receiver.stop()
    }

    @Test
    func swaksSendsPipelined() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let (status, output) = try await ExternalTool.swaks.run(
            "--server",
            "127.0.0.1:\(receiver.port)",
            "--pipeline",
            "--from",
            "a@example.org",
            "--to",
            "b@example.com",
            "--body",
            "hello"
        )
        #expect(status == 0, "\(output)")
        #expect(mails.all.first.flatMap { MIMEPart($0.bytes).text }?.contains("hello") == true)
        await receiver.stop()
    }

    @Test
    func curlSendsAMail() async throws {
        let mails = Collected<ReceivedMail>()
        let receiver = try SMTPReceiver { mails.add($0) }
        let (status, output) = try await ExternalTool.curl.run(
            "--silent",
            "--show-error",
            receiver.url,
            "--mail-from",
            "a@example.org",
            "--mail-rcpt",
            "b@example.com",
            "--form",
            "=hello;type=text/plain",
            "--header",
            "Subject: curl"
        )
        #expect(status == 0, "\(output)")
        #expect(mails.all.first.map { MIMEPart($0.bytes) }?.field("subject") == "curl")
        await receiver.stop()
    }

    @Test(arguments: [(10, 20_000), (50, 2_000)])
    func aLoadMakerLosesNothing(sessions: Int, messages: Int) async throws {
        let count = Atomic(0)
        let bytes = Atomic(0)
        let receiver = try SMTPReceiver { mail in
            count.add(1, ordering: .relaxed)
            bytes.add(mail.bytes.count, ordering: .relaxed)
        }
        let (status, output) = try await ExternalTool.smtpSource.run(
            "-d",
            "-s",
            "\(sessions)",
            "-m",
            "\(messages)",
            "-l",
            "2000",
            "-f",
            "a@example.org",
            "-t",
            "b@example.com",
            "127.0.0.1:\(receiver.port)"
        )
        #expect(status == 0, "\(output)")
        #expect(count.load(ordering: .relaxed) == messages)
        #expect(bytes.load(ordering: .relaxed) > messages * 2_000)
        await receiver.stop()
    }
}
