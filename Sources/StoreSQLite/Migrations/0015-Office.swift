/// Calls that somebody handed in and that wait for a second person, and where test messages to somebody with a log-in go.
///
/// Names of log-ins are kept as they were: who agreed to what stays known when a log-in is taken away.
let officeSchema = """
    CREATE TABLE proposals (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        slug TEXT NOT NULL CHECK (slug <> ''),
        title TEXT NOT NULL,
        file_name TEXT NOT NULL,
        source TEXT NOT NULL,
        plan_hash TEXT NOT NULL CHECK (plan_hash <> ''),
        proposed_by TEXT NOT NULL CHECK (proposed_by <> ''),
        proposed_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open'
            CHECK (state = 'open' OR state = 'approved' OR state = 'declined' OR state = 'replaced'),
        decided_by TEXT,
        decided_at INTEGER,
        CHECK ((state = 'open') = (decided_at IS NULL)),
        CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
    ) STRICT;
    CREATE UNIQUE INDEX proposals_open ON proposals (slug) WHERE state = 'open';
    CREATE INDEX proposals_by_slug ON proposals (slug);

    ALTER TABLE accounts ADD COLUMN email TEXT;
    ALTER TABLE accounts ADD COLUMN phone TEXT;
    ALTER TABLE accounts ADD COLUMN phone_line INTEGER;
    """
