// The one small transaction that makes a staged load visible: from here on it will be finished, whatever happens.
MATCH (l:AllianceLoad {id: $load})
WHERE COUNT { MATCH (c:AllianceChunk {load: $load}) } = $chunks
SET l.committed = true
RETURN l.id AS load
