/// Pages that name people without a row of their own: those whom a member of a phone tree calls in somebody's stead.
///
/// A mention may be kept before its page is, since a group of outcomes ends where it likes; so it refers to no page.
let mentionsSchema = """
    CREATE TABLE sheet_mentions (
        sheet TEXT NOT NULL,
        revision TEXT NOT NULL,
        delivery INTEGER NOT NULL REFERENCES deliveries (number),
        -- Whether whoever has the page may call or visit them; else it has a name alone.
        reached INTEGER NOT NULL CHECK (reached = 0 OR reached = 1),
        PRIMARY KEY (sheet, revision, delivery)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sheet_mentions_by_delivery ON sheet_mentions (delivery);
    """
