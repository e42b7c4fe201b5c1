UNWIND $keys AS key
MATCH (n:<<label>> {_alliance: key})
RETURN properties(n) AS properties
