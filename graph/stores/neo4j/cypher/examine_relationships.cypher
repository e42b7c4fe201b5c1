MATCH (a:Entity)-[r]->(b)
WHERE a._alliance >= $first AND a._alliance <= $last AND r._alliance IS NOT NULL
RETURN collect([a.id, type(r), b.id, properties(r)]) AS rows
