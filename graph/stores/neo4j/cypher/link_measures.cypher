UNWIND $rows AS row
MATCH (m:Measure {_alliance: row[0]})
MATCH (n:Entity {_alliance: row[1]})
MERGE (m)-[:MEASURES {_derived: 0, tie: 'none'}]->(n)
