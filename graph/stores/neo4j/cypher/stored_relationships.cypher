UNWIND $keys AS key
MATCH ()-[r:<<type>> {id: key}]->()
RETURN r.id AS key, r.digest AS digest, coalesce(r.valid_to, '') AS valid_to
