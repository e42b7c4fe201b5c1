MATCH (n:Entity)
WHERE n._alliance >= $from AND n._alliance < $to
RETURN n.name AS name, coalesce(n.aliases, []) AS aliases
ORDER BY n._alliance
