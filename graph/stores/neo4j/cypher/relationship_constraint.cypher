CREATE CONSTRAINT alliance_<<name>>_mark IF NOT EXISTS FOR ()-[r:<<type>>]-() REQUIRE r._alliance IS UNIQUE
