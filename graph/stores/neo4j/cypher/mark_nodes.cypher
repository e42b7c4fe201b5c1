UNWIND $rows AS row
MATCH (n:Entity {id: row[0]})
WHERE n._alliance IS NULL
SET n += row[2]
SET n += row[1]
