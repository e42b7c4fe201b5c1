MERGE (s:_AllianceStore {graph: $graph})
ON CREATE SET s.name = '联盟图谱 Alliance Graph: ' + $graph, s.format = $format, s.version = 0,
  s.data_version = $data_version, s.facts = 0, s.shared = false
