/// Waits belong to workers; what earlier ones said is no longer known to be true.
///
/// Of a worker that ended in order the last word stays until another one has a word on the channel.
let lanesSchema = """
    DROP TABLE lanes;
    CREATE TABLE lanes (
        channel TEXT COLLATE "C" NOT NULL,
        worker BIGINT NOT NULL,
        since BIGINT NOT NULL,
        next BIGINT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (channel, worker)
    );
    """
