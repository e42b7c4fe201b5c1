MATCH (s:_AllianceStore {graph: $graph})
SET s.data_version = $data_version, s.facts = $facts, s.version = s.version + 1, s.written = datetime()
REMOVE s.locked_by
