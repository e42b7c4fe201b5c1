// What the database says of one of our graphs, of the loads into it, and of a store in the layout of an earlier version.
OPTIONAL MATCH (s:_AllianceStore {graph: $graph})
OPTIONAL MATCH (l:_AllianceLoad {graph: $graph})
WITH s, collect(l {.id, .first, .host, .pid, .started, .facts, since: toString(l.since),
  touched: l.touched.epochSeconds, now: datetime().epochSeconds}) AS loads
RETURN s {.format, .version, .data_version, .facts, .shared} AS store, loads,
  EXISTS { MATCH (old:AllianceStore {id: 'store'}) WHERE old.format = 1 } AS outdated,
  s IS NULL AND EXISTS { MATCH (n:Entity) WHERE n._alliance >= $from AND n._alliance < $to } AS lost
