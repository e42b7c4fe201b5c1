UNWIND $rows AS row
CREATE ()-[r:<<type>>]->()
SET r = row
