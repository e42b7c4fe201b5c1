CREATE (:AllianceLoad {id: $load, host: $host, pid: $pid, touched: datetime()})
