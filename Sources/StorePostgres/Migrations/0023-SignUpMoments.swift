/// When what stands in a row was typed, and when the person of a row that was taken back was last changed by it.
///
/// `typed_at` orders what can be taken back; a row that waits by a scan alone has none. `former_at` tells whether `former` is as the
/// row left them: `at` moves on when the row waits once more.
let signUpMomentsSchema = """
    ALTER TABLE sign_ups ADD COLUMN typed_at BIGINT;
    ALTER TABLE sign_ups ADD COLUMN former_at BIGINT;
    UPDATE sign_ups SET typed_at = CASE WHEN person IS NULL THEN at ELSE resolved_at END
        WHERE person IS NOT NULL OR (resolved_at IS NULL AND picture IS NULL AND image = '');
    UPDATE sign_ups SET former_at = at WHERE former IS NOT NULL;
    """
