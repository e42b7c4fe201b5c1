"""Where facts are kept: the seam, the SQLite file, Neo4j, the local server, copying and checks."""
