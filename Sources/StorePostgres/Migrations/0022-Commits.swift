import Postgres

/// By what a commit whose answer was lost is told from one that was never made.
let commitsSchema = CommitMark.schema
