MATCH (c:AllianceChunk {load: $load})
RETURN c.number AS number
ORDER BY number
