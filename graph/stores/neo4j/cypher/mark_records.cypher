UNWIND $rows AS row
MATCH (n:<<label>> {key: row[0]})
WHERE n._alliance IS NULL
SET n += row[2]
SET n += row[1]
