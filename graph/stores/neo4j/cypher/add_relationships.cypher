UNWIND $rows AS row
MATCH (a:Entity {_alliance: row[0]})
MATCH (b:Entity {_alliance: row[1]})
CREATE (a)-[r:<<type>>]->(b)
SET r = row[2]
