/// Empty rows of printed pages, with the words that stand over them, and what people wrote there.
///
/// A row is typed by a person; until then a scan's picture of it waits. What was typed leaves a keyed fingerprint alone, by
/// which the same row entered once more is known.
let signUpsSchema = """
    ALTER TABLE sheets ADD COLUMN sign_up_rows INTEGER NOT NULL DEFAULT 0 CHECK (sign_up_rows >= 0);
    ALTER TABLE sheets ADD COLUMN sign_up_top REAL NOT NULL DEFAULT 0;
    ALTER TABLE sheets ADD COLUMN sign_up_wording TEXT NOT NULL DEFAULT '';

    CREATE TABLE sign_ups (
        number INTEGER PRIMARY KEY,
        sheet TEXT NOT NULL REFERENCES sheets (id),
        -- The page may be printed again with other rows, and signed by others.
        revision TEXT NOT NULL,
        row INTEGER NOT NULL CHECK (row > 0),
        person INTEGER REFERENCES people (number),
        digest BLOB,
        recorder TEXT NOT NULL DEFAULT '',
        image TEXT NOT NULL DEFAULT '',
        file TEXT NOT NULL DEFAULT '',
        picture BLOB,
        at INTEGER NOT NULL,
        -- When a person typed it, or laid it aside.
        resolved_at INTEGER,
        UNIQUE (sheet, revision, row),
        CHECK (person IS NULL OR resolved_at IS NOT NULL)
    ) STRICT;
    CREATE INDEX sign_ups_open ON sign_ups (number) WHERE resolved_at IS NULL;
    CREATE INDEX sign_ups_by_person ON sign_ups (person) WHERE person IS NOT NULL;
    """
