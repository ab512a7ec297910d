/// Whether an earlier try of a delivery may have gone out, so that a later failure does not say that nothing did.
let doubtSchema = """
    ALTER TABLE deliveries ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1));
    """
