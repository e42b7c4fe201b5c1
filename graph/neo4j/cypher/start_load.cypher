CREATE (:AllianceLoad {id: $load, first: $first, host: $host, pid: $pid, touched: datetime()})
