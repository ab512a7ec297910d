/// Who had which page when: every handing over is a row of its own, and the last one tells where the page is.
let custodySchema = """
    CREATE TABLE sheet_custody (
        number INTEGER PRIMARY KEY,
        sheet TEXT NOT NULL REFERENCES sheets (id),
        event TEXT NOT NULL CHECK (event IN ('issued', 'returned', 'entered', 'shredded', 'lost')),
        holder TEXT NOT NULL DEFAULT '',
        due INTEGER,
        at INTEGER NOT NULL,
        recorder TEXT NOT NULL,
        CHECK (due IS NULL OR event = 'issued')
    ) STRICT;
    CREATE INDEX sheet_custody_by_sheet ON sheet_custody (sheet, number);
    """
