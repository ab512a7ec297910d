/// Waits belong to workers; what earlier ones said is no longer known to be true.
///
/// Of a worker that ended in order the last word stays until another one has a word on the channel.
let lanesSchema = """
    DROP TABLE lanes;
    CREATE TABLE lanes (
        channel TEXT NOT NULL,
        worker INTEGER NOT NULL,
        since INTEGER NOT NULL,
        next INTEGER NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (channel, worker)
    ) STRICT, WITHOUT ROWID;
    """
