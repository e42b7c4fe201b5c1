MATCH (n:Entity)
WHERE n._alliance >= $from AND n._alliance < $to
  AND (($key <> '' AND n._search CONTAINS $key) OR toLower(n.id) = $id)
RETURN properties(n) AS properties
