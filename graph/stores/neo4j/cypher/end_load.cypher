MATCH (l:_AllianceLoad {id: $load})
DELETE l
