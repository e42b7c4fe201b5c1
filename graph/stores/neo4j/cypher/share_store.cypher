MATCH (s:_AllianceStore {graph: $graph})
SET s.shared = true
