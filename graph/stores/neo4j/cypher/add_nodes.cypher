UNWIND $rows AS row
CREATE (n:Entity:<<label>>)
SET n = row
