/// Who did it by another way after a sheet's row said so: what stays when the row is taken back.
let witnessesSchema = """
    ALTER TABLE completions ADD COLUMN later_at BIGINT;
    ALTER TABLE completions ADD COLUMN later_via TEXT;
    ALTER TABLE completions ADD COLUMN later_evidence TEXT;
    """
