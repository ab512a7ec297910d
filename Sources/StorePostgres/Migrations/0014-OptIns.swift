/// Double opt-in: questions that went out to addresses which strangers typed, and calls that no organizer wrote.
let optInsSchema = """
    -- `confirmation` where the program asks by itself; such calls stand in no list.
    ALTER TABLE calls ADD COLUMN service TEXT CHECK (service = 'confirmation');

    -- `adds`: whether the person came with the question, so that the address goes if nobody answers it.
    CREATE TABLE opt_in_requests (
        delivery BIGINT PRIMARY KEY REFERENCES deliveries (number),
        kind TEXT COLLATE "C" NOT NULL,
        fingerprint BYTEA NOT NULL CHECK (length(fingerprint) = 32),
        at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        adds BIGINT NOT NULL CHECK (adds = 0 OR adds = 1),
        ended TEXT COLLATE "C" CHECK (ended = 'confirmed' OR ended = 'expired')
    );
    CREATE INDEX opt_in_requests_by_address ON opt_in_requests (kind, fingerprint, at);
    CREATE INDEX opt_in_requests_open ON opt_in_requests (expires_at) WHERE ended IS NULL;

    -- A no while a question is in a worker's hands stops it as well.
    DROP TRIGGER opting_out_withdraws ON consents;
    CREATE CONSTRAINT TRIGGER opting_out_withdraws AFTER UPDATE ON consents
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (old.state = 'granted' AND new.state <> 'granted' OR old.state = 'pending' AND new.state = 'withdrawn')
        EXECUTE FUNCTION count_withdrawal();
    """
