MATCH (n:Entity)
WHERE n._alliance >= $from AND n._alliance < $to
RETURN n.kind AS name, count(*) AS number
ORDER BY number DESC, name
