-- A server may do without covers on its cards.

CREATE TABLE server_setting_new (
    guild_id  INTEGER PRIMARY KEY,
    language  TEXT CHECK (language IN ('en', 'ko')),
    region    TEXT CHECK (region GLOB '[A-Z][A-Z]'), -- a country
    time_zone TEXT CHECK (time_zone <> ''),          -- an IANA time zone
    covers    TEXT CHECK (covers = 'off'),           -- null: shown
    CHECK (coalesce(language, region, time_zone, covers) IS NOT NULL)
) STRICT;
INSERT INTO server_setting_new (guild_id, language, region, time_zone)
SELECT guild_id, language, region, time_zone FROM server_setting;
DROP TABLE server_setting;
ALTER TABLE server_setting_new RENAME TO server_setting;
