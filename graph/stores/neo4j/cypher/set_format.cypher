MATCH (s:_AllianceStore {graph: $graph})
SET s.format = $format, s.version = s.version + 1
