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
    """
