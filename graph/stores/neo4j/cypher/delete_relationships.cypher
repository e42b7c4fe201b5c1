UNWIND $rows AS key
MATCH ()-[r:<<type>> {_alliance: key}]->()
DELETE r
