/// What several workers at one queue need of each other.
///
/// How often anything was withdrawn is counted by triggers, so that no statement of today or tomorrow can forget to. They wait
/// until the commit and count once a transaction, since the counter is one row for everybody.
let sharingSchema = """
    CREATE TABLE withdrawals (
        one BIGINT PRIMARY KEY CHECK (one = 1),
        count BIGINT NOT NULL
    );
    INSERT INTO withdrawals (one, count) VALUES (1, 0);
    CREATE FUNCTION count_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('clarion.withdrawn', true), '') <> 'yes' THEN
            UPDATE withdrawals SET count = count + 1;
            PERFORM set_config('clarion.withdrawn', 'yes', true);
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER opting_out_withdraws AFTER UPDATE ON consents
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (old.state = 'granted' AND new.state <> 'granted') EXECUTE FUNCTION count_withdrawal();
    CREATE CONSTRAINT TRIGGER completing_withdraws AFTER INSERT ON completions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_withdrawal();
    CREATE CONSTRAINT TRIGGER stopping_withdraws AFTER UPDATE ON calls
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (new.course <> old.course AND new.course <> 'running') EXECUTE FUNCTION count_withdrawal();
    CREATE CONSTRAINT TRIGGER forgetting_withdraws AFTER UPDATE ON people
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (old.forgotten_at IS NULL AND new.forgotten_at IS NOT NULL) EXECUTE FUNCTION count_withdrawal();

    -- When a worker last lived; no row as long as none ever did. Stretches in which none lived.
    CREATE TABLE presence (
        one BIGINT PRIMARY KEY CHECK (one = 1),
        last BIGINT NOT NULL
    );
    INSERT INTO presence (one, last) SELECT 1, max(at) FROM deliveries HAVING max(at) IS NOT NULL;
    CREATE TABLE sleeps (
        ended BIGINT PRIMARY KEY,
        began BIGINT NOT NULL CHECK (began <= ended)
    );
    -- How far each channel's rate is used up: see Rate. Nothing yet where there is no number.
    CREATE TABLE rates (
        channel TEXT COLLATE "C" PRIMARY KEY,
        meter BIGINT
    );
    -- The time of the last change of a delivery: see PostgresStore.stamp.
    CREATE TABLE log_head (
        one BIGINT PRIMARY KEY CHECK (one = 1),
        at BIGINT NOT NULL
    );
    INSERT INTO log_head (one, at) SELECT 1, coalesce(max(at), 0) FROM deliveries;
    ALTER TABLE calls ADD COLUMN resumed_at BIGINT;
    -- The worker's own last sign of life in the store's time, as it carried it forward; the lease is kept by seen_at.
    ALTER TABLE workers ADD COLUMN lived_at BIGINT NOT NULL DEFAULT 0;
    """
