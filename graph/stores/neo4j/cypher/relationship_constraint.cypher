CREATE CONSTRAINT alliance_<<name>>_id IF NOT EXISTS FOR ()-[r:<<type>>]-() REQUIRE r.id IS UNIQUE
