// What in the database is not ours, by label.
MATCH (n)
WHERE n._alliance IS NULL AND NOT (n:_AllianceStore OR n:_AllianceLoad OR n:_AllianceUndo)
RETURN coalesce(head(labels(n)), '') AS label, count(*) AS number
ORDER BY number DESC, label
