/// People who come by themselves: through a link that somebody shared, or to a call's public page.
let visitsSchema = """
    -- Who came to a call without having been asked, and through whose link; `sharer` makes the tree.
    CREATE TABLE arrivals (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        call INTEGER NOT NULL REFERENCES calls (number),
        person INTEGER NOT NULL REFERENCES people (number),
        sharer INTEGER REFERENCES people (number),
        at INTEGER NOT NULL,
        UNIQUE (call, person),
        CHECK (sharer IS NULL OR sharer <> person)
    ) STRICT;
    CREATE INDEX arrivals_by_sharer ON arrivals (call, sharer) WHERE sharer IS NOT NULL;

    -- First halves of double opt-ins. The address is kept only as long as the request is open.
    CREATE TABLE opt_ins (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        call INTEGER NOT NULL REFERENCES calls (number),
        person INTEGER REFERENCES people (number),
        channel TEXT NOT NULL CHECK (channel <> ''),
        address TEXT,
        address_key BLOB NOT NULL CHECK (length(address_key) = 32),
        language TEXT NOT NULL,
        wording TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'confirmed', 'failed')),
        attempts INTEGER NOT NULL DEFAULT 0,
        due INTEGER,
        CHECK ((state IN ('waiting', 'sending')) = (due IS NOT NULL))
    ) STRICT;
    CREATE INDEX opt_ins_due ON opt_ins (due) WHERE due IS NOT NULL;
    CREATE INDEX opt_ins_by_address ON opt_ins (address_key, asked_at);
    """
