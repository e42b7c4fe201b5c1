MATCH (n:<<label>>)
WHERE n.key > $after AND n._alliance IS NULL AND n.digest IS NOT NULL
RETURN properties(n) AS properties
ORDER BY n.key LIMIT $size
