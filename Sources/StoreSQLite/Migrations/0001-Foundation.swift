/// The first schema: people and their consent, calls and their deliveries.
///
/// Times are milliseconds since 1970. The database refuses what the program must never write: every state is spelled out in
/// a CHECK, a delivery is unique per person, call, channel and purpose, and only what is queued has a due time.
let foundationSchema = """
    CREATE TABLE meta (
        name TEXT PRIMARY KEY,
        value ANY NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE people (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        given_name TEXT NOT NULL DEFAULT '',
        family_name TEXT NOT NULL DEFAULT '',
        email TEXT,
        email_key TEXT,
        phone TEXT,
        phone_line INTEGER,
        street TEXT, unit TEXT, locality TEXT, region TEXT, postal_code TEXT, country TEXT,
        latitude REAL, longitude REAL,
        door_key TEXT,
        walk_key TEXT,
        match_key TEXT,
        language TEXT NOT NULL DEFAULT '',
        timezone TEXT NOT NULL DEFAULT '',
        tags TEXT NOT NULL DEFAULT '',
        attributes TEXT NOT NULL DEFAULT '{}',
        suppressed TEXT NOT NULL DEFAULT '',
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        forgotten_at INTEGER,
        CHECK ((email IS NULL) = (email_key IS NULL)),
        CHECK ((phone IS NULL) = (phone_line IS NULL)),
        CHECK ((street IS NULL) = (door_key IS NULL))
    ) STRICT;
    CREATE INDEX people_by_email ON people (email_key) WHERE email_key IS NOT NULL;
    CREATE INDEX people_by_phone ON people (phone) WHERE phone IS NOT NULL;
    CREATE INDEX people_by_match ON people (match_key) WHERE match_key IS NOT NULL;

    -- Append-only: see the triggers. The texts may be emptied when a person is forgotten; the chain covers their digest.
    CREATE TABLE consent_entries (
        sequence INTEGER PRIMARY KEY,
        person INTEGER NOT NULL REFERENCES people (number),
        channel TEXT NOT NULL CHECK (channel <> ''),
        state TEXT NOT NULL CHECK (state IN ('granted', 'pending', 'withdrawn')),
        at INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        recorded_by TEXT NOT NULL,
        source TEXT NOT NULL,
        wording TEXT NOT NULL,
        evidence TEXT NOT NULL,
        salt BLOB NOT NULL,
        detail BLOB NOT NULL CHECK (length(detail) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE INDEX consent_entries_by_person ON consent_entries (person, channel, sequence);
    CREATE TRIGGER consent_entries_stay BEFORE DELETE ON consent_entries
    BEGIN SELECT RAISE (ABORT, 'the consent ledger is append-only'); END;
    CREATE TRIGGER consent_entries_hold BEFORE UPDATE OF
        sequence, person, channel, state, at, recorded_at, recorded_by, detail, hash ON consent_entries
    BEGIN SELECT RAISE (ABORT, 'the consent ledger is append-only'); END;

    -- The fold of the ledger, kept in the same transactions; doctor compares the two.
    CREATE TABLE consents (
        person INTEGER NOT NULL REFERENCES people (number),
        channel TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('granted', 'pending', 'withdrawn')),
        entry INTEGER NOT NULL REFERENCES consent_entries (sequence),
        PRIMARY KEY (person, channel)
    ) STRICT, WITHOUT ROWID;

    -- Keyed fingerprints of the addresses of people who asked to be forgotten.
    CREATE TABLE forgotten (
        fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE calls (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        slug TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        content TEXT NOT NULL,
        source TEXT NOT NULL,
        channels TEXT NOT NULL,
        course TEXT NOT NULL DEFAULT 'running' CHECK (course IN ('running', 'paused', 'cancelled')),
        audience INTEGER NOT NULL CHECK (audience >= 0),
        goal INTEGER CHECK (goal > 0),
        publish_at INTEGER,
        expires_at INTEGER,
        plan_hash TEXT NOT NULL,
        submitted_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE workers (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        host TEXT NOT NULL,
        process INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE deliveries (
        number INTEGER PRIMARY KEY,
        call INTEGER NOT NULL REFERENCES calls (number),
        person INTEGER NOT NULL REFERENCES people (number),
        channel TEXT NOT NULL,
        purpose TEXT NOT NULL DEFAULT 'first',
        state TEXT NOT NULL CHECK (state IN
            ('queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'skipped', 'held', 'cancelled')),
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        due INTEGER,
        at INTEGER NOT NULL,
        reference TEXT,
        batch INTEGER,
        worker INTEGER,
        UNIQUE (person, call, channel, purpose),
        CHECK ((state = 'queued') = (due IS NOT NULL)),
        CHECK ((state = 'sending') = (worker IS NOT NULL)),
        CHECK (state <> 'skipped' OR reason IS NOT NULL)
    ) STRICT;
    CREATE INDEX deliveries_due ON deliveries (call, channel, due, number) WHERE state = 'queued';
    CREATE INDEX deliveries_sending ON deliveries (worker) WHERE state = 'sending';
    CREATE INDEX deliveries_ended ON deliveries (call, state)
        WHERE state IN ('failed', 'held', 'bounced', 'cancelled');
    CREATE INDEX deliveries_by_time ON deliveries (at, number);

    -- How many deliveries of a call stand in which state, kept in the same transactions.
    CREATE TABLE tallies (
        call INTEGER NOT NULL REFERENCES calls (number),
        channel TEXT NOT NULL,
        state TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (call, channel, state)
    ) STRICT, WITHOUT ROWID;

    -- The last batch of each channel that groups its deliveries.
    CREATE TABLE batches (
        call INTEGER NOT NULL REFERENCES calls (number),
        channel TEXT NOT NULL,
        last INTEGER NOT NULL CHECK (last > 0),
        PRIMARY KEY (call, channel)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE completions (
        call INTEGER NOT NULL REFERENCES calls (number),
        person INTEGER NOT NULL REFERENCES people (number),
        at INTEGER NOT NULL,
        via TEXT NOT NULL,
        evidence TEXT NOT NULL,
        PRIMARY KEY (call, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lanes (
        channel TEXT PRIMARY KEY,
        since INTEGER NOT NULL,
        next INTEGER NOT NULL,
        reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
