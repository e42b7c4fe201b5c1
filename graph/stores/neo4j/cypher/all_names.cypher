MATCH (n:Entity)
RETURN n.name AS name, coalesce(n.aliases, []) AS aliases
ORDER BY n.id
