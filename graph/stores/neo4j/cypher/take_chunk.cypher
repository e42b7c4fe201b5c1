// Deleting the chunk in the transaction that applies it makes it count exactly once, whoever finishes the load.
MATCH (c:AllianceChunk {id: $chunk})
SET c.taken = true
WITH c, c.id AS chunk
DELETE c
RETURN chunk
