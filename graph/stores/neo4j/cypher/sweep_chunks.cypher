// A load that never became visible: its chunks go in small transactions, whatever their number.
MATCH (c:AllianceChunk {load: $load})
CALL (c) { DELETE c } IN TRANSACTIONS OF 20 ROWS
