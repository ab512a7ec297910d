/// What several workers at one queue need of each other.
///
/// How often anything was withdrawn is counted by triggers, so that no statement of today or tomorrow can forget to.
let sharingSchema = """
    CREATE TABLE withdrawals (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        count INTEGER NOT NULL
    ) STRICT;
    INSERT INTO withdrawals (one, count) VALUES (1, 0);
    CREATE TRIGGER opting_out_withdraws AFTER UPDATE OF state ON consents
        WHEN old.state = 'granted' AND new.state <> 'granted'
    BEGIN UPDATE withdrawals SET count = count + 1; END;
    CREATE TRIGGER completing_withdraws AFTER INSERT ON completions
    BEGIN UPDATE withdrawals SET count = count + 1; END;
    CREATE TRIGGER stopping_withdraws AFTER UPDATE OF course ON calls
        WHEN new.course <> old.course AND new.course <> 'running'
    BEGIN UPDATE withdrawals SET count = count + 1; END;
    CREATE TRIGGER forgetting_withdraws AFTER UPDATE OF forgotten_at ON people
        WHEN old.forgotten_at IS NULL AND new.forgotten_at IS NOT NULL
    BEGIN UPDATE withdrawals SET count = count + 1; END;

    -- When a worker last lived; no row as long as none ever did. Stretches in which none lived.
    CREATE TABLE presence (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        last INTEGER NOT NULL
    ) STRICT;
    INSERT INTO presence (one, last) SELECT 1, max(at) FROM deliveries HAVING max(at) IS NOT NULL;
    CREATE TABLE sleeps (
        ended INTEGER PRIMARY KEY,
        began INTEGER NOT NULL CHECK (began <= ended)
    ) STRICT;
    -- How far each channel's rate is used up: see Rate.
    CREATE TABLE rates (
        channel TEXT PRIMARY KEY,
        meter INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE calls ADD COLUMN resumed_at INTEGER;
    """
