// What is a finer part of what; at the end of a load, when parts and wholes are all there.
MATCH (n:<<label>>)
WHERE n._alliance >= $from AND n._alliance < $to AND n.parent IS NOT NULL
  AND NOT EXISTS { MATCH (n)-[d:PART_OF]->() WHERE d._derived IS NOT NULL }
MATCH (p:Entity {_alliance: $graph + '/' + n.parent})
CREATE (n)-[:PART_OF {_derived: 0, tie: 'none'}]->(p)
