// The relationships of a range of nodes, collected on the server.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE a._alliance >= $first AND a._alliance <= $last AND r._alliance IS NOT NULL
RETURN collect([r._alliance, a.id, type(r), b.id, r.product, r.valid_from, r.valid_to, r.observed_at, r.strength,
  r.confidence, r.status, r._evidence, CASE WHEN r._attributes IS NULL THEN NULL ELSE properties(r) END]) AS rows
