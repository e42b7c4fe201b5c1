// What a user of Neo4j added to a node of ours stays: only what we wrote is taken away before it is written anew.
UNWIND $rows AS row
MATCH (n:Entity {_alliance: row[0]._alliance})
REMOVE n:<<labels>>
SET n:<<label>>
SET n += row[1]
SET n += row[0]
WITH n
MATCH (n)-[d:EVIDENCED_BY|PART_OF]->()
WHERE d._derived IS NOT NULL
DELETE d
