// What loads that have ended leave: in small transactions, whatever the number.
MATCH (u:_AllianceUndo)
WHERE NOT EXISTS { MATCH (:_AllianceLoad {id: u.load}) }
CALL (u) { DELETE u } IN TRANSACTIONS OF 20 ROWS
