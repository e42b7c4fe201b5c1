MATCH (l:AllianceLoad {id: $load})
SET l.touched = datetime()
CREATE (:AllianceChunk {id: $load + ':' + toString($number), load: $load, number: $number, facts: $facts})
RETURN l.id AS load
