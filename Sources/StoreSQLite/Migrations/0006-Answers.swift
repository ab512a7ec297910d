/// The way back: addresses that are struck out, answers that were heard, and what organizers have to read.
///
/// Addresses are kept as keyed fingerprints, so that a person who is forgotten stays forgotten here too; only the inbox holds
/// words of people, and is emptied of theirs.
let answersSchema = """
    -- Whoever bears such an address is not reached by channels that use its kind; `people.suppressed` says it again.
    CREATE TABLE suppressions (
        kind TEXT NOT NULL,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        reason TEXT NOT NULL CHECK (reason IN ('hard-bounce', 'soft-bounces', 'stop')),
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, fingerprint, reason)
    ) STRICT, WITHOUT ROWID;

    -- What organizers took back, and why.
    CREATE TABLE lifted_suppressions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        reason TEXT NOT NULL,
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        lifted_at INTEGER NOT NULL,
        because TEXT NOT NULL CHECK (because <> '')
    ) STRICT;

    CREATE TABLE soft_bounces (
        kind TEXT NOT NULL,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        delivery INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, fingerprint, delivery)
    ) STRICT, WITHOUT ROWID;

    -- Fingerprints of the ids of answers that were taken, so that none counts twice.
    CREATE TABLE heard (
        fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 32),
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX heard_by_time ON heard (at);

    -- Reports about deliveries whose outcome is not written yet; settling applies them.
    CREATE TABLE early_receipts (
        delivery INTEGER PRIMARY KEY REFERENCES deliveries (number),
        state TEXT NOT NULL CHECK (state IN ('delivered', 'bounced')),
        reason TEXT
    ) STRICT;

    CREATE TABLE inbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        channel TEXT NOT NULL,
        person INTEGER REFERENCES people (number),
        sender TEXT NOT NULL,
        words TEXT NOT NULL,
        perhaps_stop INTEGER NOT NULL CHECK (perhaps_stop IN (0, 1)),
        handled_at INTEGER,
        handled_by TEXT,
        CHECK ((handled_at IS NULL) = (handled_by IS NULL))
    ) STRICT;
    CREATE INDEX inbox_open ON inbox (number) WHERE handled_at IS NULL;
    CREATE INDEX inbox_by_person ON inbox (person) WHERE person IS NOT NULL;
    CREATE INDEX inbox_by_sender ON inbox (sender);
    -- Every text that is due asks here whether its person may have meant to opt out.
    CREATE INDEX inbox_perhaps_stop ON inbox (sender, channel) WHERE perhaps_stop = 1 AND handled_at IS NULL;
    CREATE INDEX inbox_perhaps_stop_by_person ON inbox (person, channel) WHERE perhaps_stop = 1 AND handled_at IS NULL;

    -- A Message-ID holds its delivery's token; other channels' ids are looked up.
    CREATE INDEX deliveries_by_reference ON deliveries (reference, channel)
        WHERE reference IS NOT NULL AND substr(reference, 1, 1) <> '<';
    """
