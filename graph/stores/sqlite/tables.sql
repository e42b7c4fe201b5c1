-- One file, three tables. A row is one fact: the fields to search by, the rest as JSON (body), and the digest of all.
-- The fields of nodes and relationships come from the declaration of their rows (graph/rows.py).
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE records (
  key TEXT PRIMARY KEY,
  table_name TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE nodes (
  <<node>>,
  search TEXT NOT NULL,
  digest BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE relationships (
  <<relationship>>,
  digest BLOB NOT NULL
) WITHOUT ROWID;
