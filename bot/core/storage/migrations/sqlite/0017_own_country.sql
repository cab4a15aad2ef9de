-- A person may choose a country, too, and is asked for it once.

CREATE TEMP TABLE kept AS SELECT user_id, language FROM person_setting;
DROP TABLE person_setting;
CREATE TABLE person_setting (
    user_id  INTEGER PRIMARY KEY,
    language TEXT CHECK (language IN ('en', 'ko')),
    country  TEXT CHECK (country GLOB '[A-Z][A-Z]'), -- where they watch films
    country_asked_at INTEGER,                        -- null: Nunmul has not asked for the country
    CHECK (coalesce(language, country, country_asked_at) IS NOT NULL)
) STRICT;
INSERT INTO person_setting (user_id, language) SELECT * FROM kept;
DROP TABLE kept;
