// What a write needs. What Community Edition cannot hold (existence, types) the store checks before it writes.
CREATE CONSTRAINT alliance_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alliance_store_id IF NOT EXISTS FOR (s:AllianceStore) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT alliance_load_id IF NOT EXISTS FOR (l:AllianceLoad) REQUIRE l.id IS UNIQUE;
CREATE CONSTRAINT alliance_chunk_id IF NOT EXISTS FOR (c:AllianceChunk) REQUIRE c.id IS UNIQUE;
CREATE INDEX alliance_chunk_load IF NOT EXISTS FOR (c:AllianceChunk) ON (c.load);
