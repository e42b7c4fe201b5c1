UNWIND $keys AS key
MATCH (n:<<label>> {key: key})
RETURN n.key AS key, n.digest AS digest, '' AS valid_to
