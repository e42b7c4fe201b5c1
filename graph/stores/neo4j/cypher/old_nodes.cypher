MATCH (n:Entity)
WHERE n.id > $after AND n._alliance IS NULL AND n.digest IS NOT NULL
RETURN properties(n) AS properties
ORDER BY n.id LIMIT $size
