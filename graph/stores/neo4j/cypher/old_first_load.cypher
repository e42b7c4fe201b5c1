MATCH (l:AllianceLoad)
WHERE l.first
RETURN l.id AS load LIMIT 1
