// Deleting it in the transaction that takes its facts back makes it count exactly once, whoever does it.
MATCH (u:_AllianceUndo {id: $id})
SET u.taken = true
WITH u, u.facts AS facts
DELETE u
RETURN facts
