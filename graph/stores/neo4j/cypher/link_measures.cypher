UNWIND $rows AS row
MATCH (m:Measure {key: row.key})
MATCH (n:Entity {id: row.subject})
MERGE (m)-[:MEASURES]->(n)
