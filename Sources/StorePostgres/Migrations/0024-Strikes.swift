/// What sheets and cards strike out is kept by address, as what servers and carriers say is: the number, whoever bears it; one
/// person at one door.
///
/// An answer keeps the fingerprint of what it struck out, so that taking it back takes back that and nothing else: empty for
/// nothing, NULL for answers from before, which go by `people.struck_at_door`.
let strikesSchema = """
    ALTER TABLE suppressions DROP CONSTRAINT suppressions_reason_check;
    ALTER TABLE suppressions ADD CONSTRAINT suppressions_reason_check CHECK (reason IN (
        'hard-bounce', 'soft-bounces', 'stop', 'wrong-number', 'moved', 'wrong-address', 'deceased'));

    ALTER TABLE sheet_answers ADD COLUMN struck BYTEA;
    CREATE INDEX sheet_answers_struck ON sheet_answers (struck) WHERE length(struck) = 32;

    -- Whoever opts out once more gets a line, but that is no news.
    CREATE OR REPLACE FUNCTION webhooks_hear_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT state FROM consent_entries
            WHERE person = NEW.person AND channel = NEW.channel AND sequence < NEW.sequence
            ORDER BY sequence DESC LIMIT 1) = 'withdrawn' THEN
            RETURN NULL;
        END IF;
        -- Under the name by which others know the person, who may be forgotten by the time it is told.
        INSERT INTO webhook_messages (hook, event, at, person, channel, detail, due)
        SELECT name, 'consent.withdrawn', NEW.recorded_at, NEW.person, NEW.channel,
            (SELECT id FROM people WHERE number = NEW.person), 0
        FROM webhooks WHERE strpos(events, ' consent.withdrawn ') > 0;
        RETURN NULL;
    END $$;
    """
