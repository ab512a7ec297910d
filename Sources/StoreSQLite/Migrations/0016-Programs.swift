/// What programs asked, so that a request that is sent again is not done again, and what they are told of.
///
/// A request is kept for a day; an answer without a status has not been given yet.
let programsSchema = """
    CREATE TABLE api_requests (
        id BLOB PRIMARY KEY CHECK (length(id) = 32),
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        begun_at INTEGER NOT NULL,
        status INTEGER,
        body TEXT,
        CHECK ((status IS NULL) = (body IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX api_requests_by_age ON api_requests (begun_at);

    -- Who is told of what happens, by a digest of their address; the names of events stand between blanks.
    CREATE TABLE webhooks (
        name TEXT PRIMARY KEY CHECK (name <> ''),
        events TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What they were not told yet. A message that was taken is gone.
    CREATE TABLE webhook_messages (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
        hook TEXT NOT NULL,
        event TEXT NOT NULL,
        at INTEGER NOT NULL,
        call INTEGER,
        person INTEGER,
        channel TEXT,
        detail TEXT,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        due INTEGER NOT NULL,
        given_up_at INTEGER
    ) STRICT;
    CREATE INDEX webhook_messages_due ON webhook_messages (hook, due) WHERE given_up_at IS NULL;

    -- Calls of which it was told that they have finished.
    CREATE TABLE webhook_calls (
        call INTEGER PRIMARY KEY REFERENCES calls (number)
    ) STRICT;

    -- Whoever changes something writes the message with it, in the same transaction, whichever way it was changed. It is due
    -- at once, since the time of a change may run ahead of the clock.
    CREATE TRIGGER webhooks_hear_deliveries AFTER UPDATE OF state ON deliveries
    WHEN (NEW.state = 'failed' OR NEW.state = 'bounced') AND NEW.state <> OLD.state
    BEGIN
        INSERT INTO webhook_messages (hook, event, at, call, person, channel, detail, due)
        SELECT name, 'delivery.' || NEW.state, NEW.at, NEW.call, NEW.person, NEW.channel, NEW.reason, 0
        FROM webhooks WHERE instr(events, ' delivery.' || NEW.state || ' ') > 0;
    END;
    CREATE TRIGGER webhooks_hear_completions AFTER INSERT ON completions
    BEGIN
        INSERT INTO webhook_messages (hook, event, at, call, person, detail, due)
        SELECT name, 'completion', NEW.at, NEW.call, NEW.person, NEW.via, 0
        FROM webhooks WHERE instr(events, ' completion ') > 0;
    END;
    CREATE TRIGGER webhooks_hear_withdrawals AFTER INSERT ON consent_entries WHEN NEW.state = 'withdrawn'
    BEGIN
        -- Under the name by which others know the person, who may be forgotten by the time it is told.
        INSERT INTO webhook_messages (hook, event, at, person, channel, detail, due)
        SELECT name, 'consent.withdrawn', NEW.recorded_at, NEW.person, NEW.channel,
            (SELECT id FROM people WHERE number = NEW.person), 0
        FROM webhooks WHERE instr(events, ' consent.withdrawn ') > 0;
    END;
    """
