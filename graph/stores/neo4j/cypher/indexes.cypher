// For looking names up: whole names, what `find` searches, and words of names and aliases for a user of Neo4j.
CREATE INDEX alliance_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE TEXT INDEX alliance_search IF NOT EXISTS FOR (n:Entity) ON (n._search);
CREATE FULLTEXT INDEX alliance_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name, n.aliases]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
