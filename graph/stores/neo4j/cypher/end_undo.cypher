// The version moves although the data version does not: whoever read in between reads again.
MATCH (s:_AllianceStore {graph: $graph})
SET s.version = s.version + 1
REMOVE s.locked_by
WITH s
MATCH (l:_AllianceLoad {id: $load})
DELETE l
