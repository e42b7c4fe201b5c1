MATCH (c:AllianceChunk {id: $chunk})
DELETE c
