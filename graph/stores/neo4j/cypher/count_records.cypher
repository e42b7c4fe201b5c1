MATCH (n:Source|Census|Roster|Measure)
RETURN n.table AS name, count(*) AS number
ORDER BY number DESC, name
