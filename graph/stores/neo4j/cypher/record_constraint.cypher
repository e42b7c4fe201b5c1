CREATE CONSTRAINT alliance_<<name>>_mark IF NOT EXISTS FOR (n:<<label>>) REQUIRE n._alliance IS UNIQUE
