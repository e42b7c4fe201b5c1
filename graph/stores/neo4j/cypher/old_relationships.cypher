MATCH (a:Entity)-[r:<<type>>]->(b:Entity)
WHERE r.id > $after AND r._alliance IS NULL AND r.digest IS NOT NULL
RETURN a.id AS source, b.id AS target, properties(r) AS properties
ORDER BY r.id LIMIT $size
