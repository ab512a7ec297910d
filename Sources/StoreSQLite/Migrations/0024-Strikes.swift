/// What sheets and cards strike out is kept by address, as what servers and carriers say is: the number, whoever bears it; one
/// person at one door.
///
/// An answer keeps the fingerprint of what it struck out, so that taking it back takes back that and nothing else: empty for
/// nothing, NULL for answers from before, which go by `people.struck_at_door`.
let strikesSchema = """
    CREATE TABLE suppressions_anew (
        kind TEXT NOT NULL,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        reason TEXT NOT NULL CHECK (reason = 'hard-bounce' OR reason = 'soft-bounces' OR reason = 'stop'
            OR reason = 'wrong-number' OR reason = 'moved' OR reason = 'wrong-address' OR reason = 'deceased'),
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, fingerprint, reason)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO suppressions_anew (kind, fingerprint, reason, channel, at)
        SELECT kind, fingerprint, reason, channel, at FROM suppressions;
    DROP TABLE suppressions;
    ALTER TABLE suppressions_anew RENAME TO suppressions;

    ALTER TABLE sheet_answers ADD COLUMN struck BLOB;
    CREATE INDEX sheet_answers_struck ON sheet_answers (struck) WHERE length(struck) = 32;

    -- Whoever opts out once more gets a line, but that is no news.
    DROP TRIGGER webhooks_hear_withdrawals;
    CREATE TRIGGER webhooks_hear_withdrawals AFTER INSERT ON consent_entries
    WHEN NEW.state = 'withdrawn' AND (SELECT state FROM consent_entries
        WHERE person = NEW.person AND channel = NEW.channel AND sequence < NEW.sequence
        ORDER BY sequence DESC LIMIT 1) IS NOT 'withdrawn'
    BEGIN
        -- Under the name by which others know the person, who may be forgotten by the time it is told.
        INSERT INTO webhook_messages (hook, event, at, person, channel, detail, due)
        SELECT name, 'consent.withdrawn', NEW.recorded_at, NEW.person, NEW.channel,
            (SELECT id FROM people WHERE number = NEW.person), 0
        FROM webhooks WHERE instr(events, ' consent.withdrawn ') > 0;
    END;
    """
