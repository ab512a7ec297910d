/// What several workers at one queue need of each other.
///
/// How often anything was withdrawn is counted by triggers, so that no statement of today or tomorrow can forget to.
let sharingSchema = """
    CREATE TABLE withdrawals (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        count INTEGER NOT NULL
    ) STRICT;
    INSERT INTO withdrawals (only, count) VALUES (1, 0);
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
    """
