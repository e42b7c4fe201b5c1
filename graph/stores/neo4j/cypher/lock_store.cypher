// Writing a property takes the lock of the node: from here on no other load can pass this point.
MATCH (s:_AllianceStore {graph: $graph})
SET s.locked_by = $load
WITH s
OPTIONAL MATCH (l:_AllianceLoad {graph: $graph}) WHERE l.id <> $load
RETURN s.data_version AS data_version, s.facts AS facts, count(l) AS others
