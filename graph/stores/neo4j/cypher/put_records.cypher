UNWIND $rows AS row
MERGE (n:<<label>> {_alliance: row._alliance})
SET n = row
