MATCH (n:Entity)-[r]->(:Entity)
WHERE n._alliance >= $from AND n._alliance < $to AND r._alliance IS NOT NULL
RETURN type(r) AS name, count(*) AS number
ORDER BY number DESC, name
