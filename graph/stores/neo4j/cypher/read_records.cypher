MATCH (n:Source|Census|Roster|Measure|Judgement)
WHERE n._alliance >= $from AND n._alliance < $to
RETURN n._alliance AS mark, n._table AS table, n._body AS body
ORDER BY mark
