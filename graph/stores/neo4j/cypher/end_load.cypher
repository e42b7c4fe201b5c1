MATCH (l:AllianceLoad {id: $load})
DELETE l
