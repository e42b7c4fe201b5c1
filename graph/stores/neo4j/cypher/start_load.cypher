CREATE (:_AllianceLoad {id: $load, graph: $graph, first: $first, facts: $facts, host: $host, pid: $pid,
  started: $started, since: datetime(), touched: datetime()})
