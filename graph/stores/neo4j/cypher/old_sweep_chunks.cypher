MATCH (c:AllianceChunk)
WHERE NOT EXISTS { MATCH (l:AllianceLoad {id: c.load}) WHERE l.committed }
CALL (c) { DELETE c } IN TRANSACTIONS OF 20 ROWS
