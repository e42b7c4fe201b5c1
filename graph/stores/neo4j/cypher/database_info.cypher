// Which database this is: a restored or a new one is another.
CALL db.info() YIELD id, name, creationDate
RETURN id, name, toString(creationDate) AS created
