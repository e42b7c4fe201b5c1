MATCH (n:Entity)
WHERE ($key <> '' AND n.search CONTAINS $key) OR toLower(n.id) = $id
RETURN n.id AS id, n.kind AS kind, n.name AS name, properties(n) AS properties, n.search AS search
