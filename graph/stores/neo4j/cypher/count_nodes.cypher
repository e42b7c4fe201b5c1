MATCH (n:Entity)
RETURN n.kind AS name, count(*) AS number
ORDER BY number DESC, name
