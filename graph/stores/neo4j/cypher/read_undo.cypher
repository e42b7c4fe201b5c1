MATCH (u:_AllianceUndo {load: $load})
RETURN u.id AS id, u.facts AS facts
ORDER BY u.number DESC
