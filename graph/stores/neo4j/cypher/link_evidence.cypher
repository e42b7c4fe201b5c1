UNWIND $rows AS row
MATCH (n:Entity {_alliance: row[0]})
MATCH (s:Source {_alliance: row[1]})
CREATE (n)-[d:EVIDENCED_BY]->(s)
SET d = row[2]
