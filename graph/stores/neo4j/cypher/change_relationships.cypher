UNWIND $rows AS row
MATCH ()-[r:<<type>> {id: row[2].id}]->()
SET r = row[2]
