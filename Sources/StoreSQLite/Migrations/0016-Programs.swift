/// What programs asked, so that a request that is sent again is not done again.
///
/// Kept for a day. An answer without a status has not been given yet.
let programsSchema = """
    CREATE TABLE api_requests (
        id BLOB PRIMARY KEY CHECK (length(id) = 32),
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        begun_at INTEGER NOT NULL,
        status INTEGER,
        body TEXT,
        CHECK ((status IS NULL) = (body IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX api_requests_by_age ON api_requests (begun_at);
    """
