/// What a row in which somebody signed up brought, so that it can be taken back.
///
/// `added` names things and holds no values: ``SignUpTrace``. `former` is the person whom nobody knew before a row that was taken
/// back, for the row typed once more.
let signUpUndoSchema = """
    ALTER TABLE sign_ups ADD COLUMN added TEXT NOT NULL DEFAULT '';
    ALTER TABLE sign_ups ADD COLUMN former INTEGER REFERENCES people (number);
    """
