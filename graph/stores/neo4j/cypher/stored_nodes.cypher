UNWIND $keys AS key
MATCH (n:Entity {id: key})
RETURN n.id AS key, n.digest AS digest, '' AS valid_to
