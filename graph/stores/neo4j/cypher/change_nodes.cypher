UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
REMOVE n:<<labels>>
SET n:<<label>>
SET n = row
