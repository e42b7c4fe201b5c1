MATCH (c:AllianceChunk)
RETURN c.id AS id
ORDER BY c.load, c.number
