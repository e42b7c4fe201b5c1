// The relationships of a range of nodes, collected on the server.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE a.id >= $first AND a.id <= $last
RETURN collect([r.id, a.id, type(r), b.id, r.product, r.valid_from, r.valid_to, r.observed_at, r.strength,
  r.confidence, r.status, r.evidence, CASE WHEN r.attribute_names IS NULL THEN NULL ELSE properties(r) END]) AS rows
