MATCH (n:Source|Census|Roster|Measure|Judgement)
WHERE n._alliance >= $from AND n._alliance < $to
RETURN n._table AS name, count(*) AS number
ORDER BY number DESC, name
