/// How many connections of a channel each worker has: see Allotment.
let allotmentsSchema = """
    CREATE TABLE allotments (
        channel TEXT NOT NULL,
        worker INTEGER NOT NULL,
        lanes INTEGER NOT NULL CHECK (lanes >= 0),
        PRIMARY KEY (channel, worker)
    ) STRICT, WITHOUT ROWID;
    """
