// What a first load left that broke off: the store was empty before it, so everything goes.
MATCH (n:Entity|Source|Census|Roster|Measure)
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS
