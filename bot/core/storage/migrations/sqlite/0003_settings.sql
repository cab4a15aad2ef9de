-- What servers and people chose; whoever chose nothing has no row, and null is what nobody chose.

CREATE TABLE server_setting (
    server   INTEGER PRIMARY KEY,
    language TEXT CHECK (language IN ('en', 'ko')),
    region   TEXT CHECK (region GLOB '[A-Z][A-Z]'), -- a country
    zone     TEXT CHECK (zone <> ''),               -- an IANA time zone
    CHECK (coalesce(language, region, zone) IS NOT NULL)
) STRICT;

CREATE TABLE person_setting (
    person   INTEGER PRIMARY KEY,
    language TEXT NOT NULL CHECK (language IN ('en', 'ko'))
) STRICT;
