UNWIND $keys AS key
MATCH (n:<<label>> {_alliance: key})
RETURN n._alliance AS key, n._digest AS digest, '' AS valid_to
