/// Batches that were decided on before they are claimed, and who walks them.
///
/// Which doors a turf has stands in `deliveries.batch`, where a claim looks; the index finds them again.
let turfsSchema = """
    CREATE TABLE turfs (
        call BIGINT NOT NULL REFERENCES calls (number),
        channel TEXT COLLATE "C" NOT NULL,
        number BIGINT NOT NULL CHECK (number > 0),
        walker TEXT NOT NULL DEFAULT '',
        cut_at BIGINT NOT NULL,
        PRIMARY KEY (call, channel, number)
    );
    CREATE INDEX deliveries_by_batch ON deliveries (call, channel, batch) WHERE batch IS NOT NULL;
    """
