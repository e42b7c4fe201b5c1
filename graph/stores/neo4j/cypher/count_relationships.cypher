MATCH (:Entity)-[r]->(:Entity)
RETURN type(r) AS name, count(*) AS number
ORDER BY number DESC, name
