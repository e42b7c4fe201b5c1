UNWIND $rows AS row
MATCH (:Entity)-[r:<<type>> {id: row[0]}]->(:Entity)
WHERE r._alliance IS NULL
SET r += row[2]
SET r += row[1]
