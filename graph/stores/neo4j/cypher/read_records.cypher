MATCH (n:Source|Census|Roster|Measure)
RETURN n.table AS table, n.key AS key, n.body AS body
ORDER BY key
