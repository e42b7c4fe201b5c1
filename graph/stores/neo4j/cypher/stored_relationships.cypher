UNWIND $keys AS key
MATCH ()-[r:<<type>> {_alliance: key}]->()
RETURN r._alliance AS key, r._digest AS digest, coalesce(r.valid_to, '') AS valid_to
