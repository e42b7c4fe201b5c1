// A page of nodes with all that is kept of them, and whether the links to sources and parent are as many as they must be.
MATCH (n:Entity)
WHERE n._alliance > $from AND n._alliance < $to
WITH n ORDER BY n._alliance LIMIT $size
RETURN collect([n._alliance, labels(n), properties(n),
  COUNT { MATCH (n)-[d:EVIDENCED_BY]->(:Source) WHERE d._derived IS NOT NULL } =
    COUNT { UNWIND coalesce(n.sources, []) AS id MATCH (:Source {_alliance: $graph + '/source|' + id}) },
  COUNT { MATCH (n)-[d:PART_OF]->(:Entity) WHERE d._derived IS NOT NULL } =
    COUNT { MATCH (p:Entity {_alliance: $graph + '/' + n.parent}) WHERE n:<<label>> }]) AS rows
