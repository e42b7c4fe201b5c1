CREATE (:AllianceLoad {id: $load, first: $first, host: $host, pid: $pid, started: $started, touched: datetime()})
