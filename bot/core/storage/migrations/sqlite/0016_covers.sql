-- A server may do without covers on its cards.

CREATE TEMP TABLE kept AS SELECT guild_id, language, region, time_zone FROM server_setting;
DROP TABLE server_setting;
CREATE TABLE server_setting (
    guild_id  INTEGER PRIMARY KEY,
    language  TEXT CHECK (language IN ('en', 'ko')),
    region    TEXT CHECK (region GLOB '[A-Z][A-Z]'), -- a country
    time_zone TEXT CHECK (time_zone <> ''),          -- an IANA time zone
    covers    TEXT CHECK (covers = 'off'),           -- null: shown
    CHECK (coalesce(language, region, time_zone, covers) IS NOT NULL)
) STRICT;
INSERT INTO server_setting (guild_id, language, region, time_zone) SELECT * FROM kept;
DROP TABLE kept;
