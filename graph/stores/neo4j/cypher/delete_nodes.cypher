// Links of somebody else on such a node are not ours to delete: then the server refuses, and nothing is taken back.
UNWIND $rows AS key
MATCH (n:<<label>> {_alliance: key})
CALL (n) { MATCH (n)-[d]-() WHERE d._derived IS NOT NULL DELETE d }
DELETE n
