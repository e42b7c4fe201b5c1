CALL () {
  MATCH (n:Entity) RETURN 'node' AS table, n.id AS key, n.digest AS digest, n.search AS search
  UNION ALL
  MATCH (:Entity)-[r]->(:Entity) RETURN 'relationship' AS table, r.id AS key, r.digest AS digest, '' AS search
  UNION ALL
  MATCH (n:Source|Census|Roster|Measure)
  RETURN 'record' AS table, n.table + '|' + n.key AS key, n.digest AS digest, '' AS search
}
RETURN table, key, digest, search
