// A page of nodes in order of their marks, collected on the server: several times faster than row by row.
MATCH (n:Entity)
WHERE n._alliance > $from AND n._alliance < $to
WITH n ORDER BY n._alliance LIMIT $size
RETURN collect([n._alliance, COUNT { (n)-->() }, properties(n)]) AS rows
