MATCH (s:AllianceStore {id: 'store'})
WHERE s.format = 1
RETURN s.format AS format
