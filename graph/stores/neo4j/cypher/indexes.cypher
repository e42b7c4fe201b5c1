// For looking names up.
CREATE INDEX alliance_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE TEXT INDEX alliance_entity_search IF NOT EXISTS FOR (n:Entity) ON (n.search);
