MATCH (l:_AllianceLoad {id: $load})
SET l.touched = datetime()
RETURN l.id AS load
