// The one small transaction that makes the upgrade count.
MERGE (s:_AllianceStore {graph: $graph})
SET s.name = '联盟图谱 Alliance Graph: ' + $graph, s.format = $format, s.version = 1, s.data_version = $data_version,
  s.facts = $facts, s.shared = false
WITH s
MATCH (old:AllianceStore|AllianceLoad)
DELETE old
