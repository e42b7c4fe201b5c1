// A first load of format 1 that never ended: its facts never counted.
MATCH (n:Entity|Source|Census|Roster|Measure)
WHERE n.digest IS NOT NULL AND n._alliance IS NULL
CALL (n) {
  CALL (n) { MATCH (n)-[r]-() WHERE r.digest IS NOT NULL OR r:MEASURES DELETE r }
  DELETE n
} IN TRANSACTIONS OF 2000 ROWS
