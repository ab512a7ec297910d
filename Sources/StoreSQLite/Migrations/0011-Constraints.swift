/// Says with OR what the tables' rules said with IN: SQLite makes a temporary tree of the words of a list each time a row is
/// written, which cost more than the row itself.
///
/// What a rule allows stays as it was, so that the rows need not be looked at; this is the way SQLite's manual describes for
/// rules that do not change what is stored ("Making Other Kinds Of Table Schema Changes").
let constraintsSchema = """
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql,
        'CHECK (state IN (''granted'', ''pending'', ''withdrawn''))',
        'CHECK (state = ''granted'' OR state = ''pending'' OR state = ''withdrawn'')')
    WHERE type = 'table' AND name IN ('consent_entries', 'consents');
    UPDATE sqlite_schema SET sql = replace(sql,
        'CHECK (state IN
            (''queued'', ''sending'', ''sent'', ''delivered'', ''bounced'', ''failed'', ''skipped'', ''held'', ''cancelled''))',
        'CHECK (state = ''sent'' OR state = ''sending'' OR state = ''queued'' OR state = ''delivered'' OR state = ''bounced''
            OR state = ''failed'' OR state = ''skipped'' OR state = ''held'' OR state = ''cancelled'')')
    WHERE type = 'table' AND name = 'deliveries';
    PRAGMA writable_schema = RESET;
    DROP INDEX deliveries_ended;
    CREATE INDEX deliveries_ended ON deliveries (call, state)
        WHERE state = 'failed' OR state = 'held' OR state = 'bounced' OR state = 'cancelled';
    """
