// The relationships of a range of nodes, collected on the server.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE a._alliance >= $first AND a._alliance <= $last AND r._alliance IS NOT NULL
RETURN collect([r._alliance, a.id, type(r), b.id, <<fields>>, r._evidence,
  CASE WHEN r._attributes IS NULL THEN NULL ELSE properties(r) END]) AS rows
