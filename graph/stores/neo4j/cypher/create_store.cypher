MERGE (s:AllianceStore {id: 'store'})
ON CREATE SET s.name = '联盟图谱 Alliance Graph', s.format = $format, s.version = 0, s.data_version = $data_version,
  s.facts = 0
