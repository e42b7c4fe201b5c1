MATCH (n:Source|Census|Roster|Measure|Judgement)
WHERE n._alliance >= $from AND n._alliance < $to
RETURN properties(n) AS properties,
  COUNT { MATCH (n)-[d:MEASURES]->(:Entity) WHERE d._derived IS NOT NULL } =
    COUNT { MATCH (p:Entity {_alliance: $graph + '/' + n.subject}) WHERE n:Measure } AS linked
ORDER BY n._alliance
