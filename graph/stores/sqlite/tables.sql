-- One file, three tables. A row is one fact: the fields to search by, the rest as JSON (body), and the digest of all.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE records (
  key TEXT PRIMARY KEY,
  table_name TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE nodes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  search TEXT NOT NULL,
  digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE relationships (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  product TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  observed_at TEXT NOT NULL,
  strength REAL,
  confidence REAL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL
) WITHOUT ROWID;
