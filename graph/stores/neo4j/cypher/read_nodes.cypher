// A page of nodes in order of their ids, collected on the server: several times faster than row by row.
MATCH (n:Entity)
WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.kind, n.name, properties(n), COUNT { (n)-->() }]) AS rows
