MATCH (c:AllianceChunk {id: $chunk})
RETURN c.facts AS facts
