// What a first load left that broke off: the graph was empty before it, so everything that bears its mark goes.
MATCH (n:<<label>>)
WHERE n._alliance >= $from AND n._alliance < $to
CALL (n) {
  CALL (n) { MATCH (n)-[r]-() WHERE r._alliance IS NOT NULL OR r._derived IS NOT NULL DELETE r }
  DELETE n
} IN TRANSACTIONS OF 2000 ROWS
