UNWIND $keys AS key
MATCH (a:Entity)-[r:<<type>> {_alliance: key}]->(b:Entity)
RETURN a.id AS source, b.id AS target, type(r) AS type, properties(r) AS properties
