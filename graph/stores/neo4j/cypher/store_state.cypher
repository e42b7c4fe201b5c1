// What the database is: ours, empty, or somebody else's; and whether a load is under way or waits to be finished.
OPTIONAL MATCH (s:AllianceStore {id: 'store'})
OPTIONAL MATCH (l:AllianceLoad)
WITH s, collect(l {.id, .first, .committed, .host, .pid, .started, touched: l.touched.epochSeconds, now: datetime().epochSeconds}) AS loads
RETURN s {.format, .version, .data_version, .facts} AS store, loads, s IS NULL AND EXISTS { MATCH (n) } AS foreign
