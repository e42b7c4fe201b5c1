UNWIND $rows AS row
MATCH ()-[r:<<type>> {_alliance: row[0]._alliance}]->()
SET r += row[1]
SET r += row[0]
