UNWIND $keys AS key
MATCH ()-[r:<<type>> {_alliance: key}]->()
DELETE r
