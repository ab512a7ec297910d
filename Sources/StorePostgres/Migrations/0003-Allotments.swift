/// How many connections of a channel each worker has: see Allotment.
let allotmentsSchema = """
    CREATE TABLE allotments (
        channel TEXT COLLATE "C" NOT NULL,
        worker BIGINT NOT NULL,
        lanes BIGINT NOT NULL CHECK (lanes >= 0),
        PRIMARY KEY (channel, worker)
    );
    """
