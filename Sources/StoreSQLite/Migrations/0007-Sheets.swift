/// What stands on paper that is out there, and what came back on it.
///
/// A page's rows are kept as they were printed: a scan a month later finds the right person, whoever has moved since.
let sheetsSchema = """
    CREATE TABLE sheets (
        id TEXT PRIMARY KEY CHECK (id <> ''),
        call INTEGER NOT NULL REFERENCES calls (number),
        revision TEXT NOT NULL,
        paper TEXT NOT NULL,
        geometry INTEGER NOT NULL,
        sent_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sheet_rows (
        sheet TEXT NOT NULL REFERENCES sheets (id),
        row INTEGER NOT NULL CHECK (row >= 0),
        delivery INTEGER NOT NULL REFERENCES deliveries (number),
        top REAL NOT NULL,
        door_top REAL NOT NULL,
        PRIMARY KEY (sheet, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sheet_rows_by_delivery ON sheet_rows (delivery);

    -- Every answer ever entered; one at most stands for a delivery.
    CREATE TABLE sheet_answers (
        number INTEGER PRIMARY KEY,
        delivery INTEGER NOT NULL REFERENCES deliveries (number),
        sheet TEXT NOT NULL REFERENCES sheets (id),
        result TEXT,
        action TEXT CHECK (action IN ('did', 'wants')),
        source TEXT NOT NULL CHECK (source IN ('scan', 'hand')),
        recorder TEXT NOT NULL,
        image TEXT NOT NULL DEFAULT '',
        file TEXT NOT NULL DEFAULT '',
        confidence REAL,
        at INTEGER NOT NULL,
        standing INTEGER NOT NULL DEFAULT 1 CHECK (standing IN (0, 1)),
        CHECK (result IS NOT NULL OR action IS NOT NULL)
    ) STRICT;
    CREATE UNIQUE INDEX sheet_answers_standing ON sheet_answers (delivery) WHERE standing = 1;
    CREATE INDEX sheet_answers_by_delivery ON sheet_answers (delivery, image);

    -- Rows that a person has to look at. The picture goes once it is decided.
    CREATE TABLE sheet_doubts (
        number INTEGER PRIMARY KEY,
        delivery INTEGER NOT NULL REFERENCES deliveries (number),
        sheet TEXT NOT NULL REFERENCES sheets (id),
        reason TEXT NOT NULL,
        reading TEXT NOT NULL,
        image TEXT NOT NULL,
        file TEXT NOT NULL,
        picture BLOB,
        at INTEGER NOT NULL,
        resolved_at INTEGER,
        UNIQUE (delivery, image)
    ) STRICT;
    CREATE INDEX sheet_doubts_open ON sheet_doubts (number) WHERE resolved_at IS NULL;

    -- What the doors said of addresses, between semicolons: it follows from the answers that stand, and stays apart from
    -- `suppressed`, which follows from what mail servers and carriers say.
    ALTER TABLE people ADD COLUMN struck_at_door TEXT NOT NULL DEFAULT '';
    """
