MATCH (m:Measure)-[d:MEASURES]->(n:Entity)
WHERE m._alliance IS NOT NULL AND n._alliance IS NOT NULL AND d._derived IS NULL
SET d._derived = 0, d.tie = 'none'
