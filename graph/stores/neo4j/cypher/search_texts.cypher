UNWIND $rows AS row
MATCH (n:Entity {_alliance: row[0]})
SET n._search = row[1]
