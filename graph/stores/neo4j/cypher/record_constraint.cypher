CREATE CONSTRAINT alliance_<<name>>_key IF NOT EXISTS FOR (n:<<label>>) REQUIRE n.key IS UNIQUE
