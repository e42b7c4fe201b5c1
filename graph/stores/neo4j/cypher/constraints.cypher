// What a write needs. What Community Edition cannot hold (existence, types) the store checks before it writes. A
// constraint on the mark binds nothing that has none, whatever its label.
CREATE CONSTRAINT alliance_entity_mark IF NOT EXISTS FOR (n:Entity) REQUIRE n._alliance IS UNIQUE;
CREATE CONSTRAINT alliance_store_graph IF NOT EXISTS FOR (s:_AllianceStore) REQUIRE s.graph IS UNIQUE;
CREATE CONSTRAINT alliance_pending_load IF NOT EXISTS FOR (l:_AllianceLoad) REQUIRE l.id IS UNIQUE;
CREATE CONSTRAINT alliance_undo_id IF NOT EXISTS FOR (u:_AllianceUndo) REQUIRE u.id IS UNIQUE;
CREATE INDEX alliance_undo_load IF NOT EXISTS FOR (u:_AllianceUndo) ON (u.load);
