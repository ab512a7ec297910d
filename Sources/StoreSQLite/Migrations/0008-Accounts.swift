/// Log-ins, the browsers that are logged in, and the tokens of programs.
///
/// Credentials are kept as digests alone. Taking an account away takes its sessions and tokens along.
let accountsSchema = """
    CREATE TABLE accounts (
        name TEXT PRIMARY KEY CHECK (name <> ''),
        role TEXT NOT NULL CHECK (role IN ('owner', 'organizer', 'writer', 'entry', 'viewer')),
        password TEXT NOT NULL CHECK (password <> ''),
        created_at INTEGER NOT NULL,
        last_login INTEGER
    ) STRICT;

    CREATE TABLE sessions (
        digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
        account TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_by_account ON sessions (account);

    CREATE TABLE api_tokens (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        account TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
        title TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('owner', 'organizer', 'writer', 'entry', 'viewer')),
        created_at INTEGER NOT NULL,
        used_at INTEGER
    ) STRICT;
    CREATE INDEX api_tokens_by_account ON api_tokens (account);
    """
