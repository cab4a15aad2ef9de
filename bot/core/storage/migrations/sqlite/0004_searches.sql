-- What is compared when somebody searches, folded; and the searches themselves, each for its owner and 30 days.
-- The catalogue is loaded anew after this, which fills what is empty here.

CREATE TABLE film_search (
    film   INTEGER PRIMARY KEY REFERENCES film (id) ON DELETE CASCADE,
    names  TEXT NOT NULL, -- every name
    people TEXT NOT NULL, -- the names of everybody who made it or plays in it
    words  TEXT NOT NULL, -- of every name, hook and synopsis those words that have letters other than Hangul
    hangul TEXT NOT NULL  -- and those that have Hangul
) STRICT;

ALTER TABLE film_person ADD COLUMN folded TEXT NOT NULL DEFAULT '';

CREATE TABLE search (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person     INTEGER NOT NULL,
    server     INTEGER,                          -- null: in direct messages
    words      TEXT    CHECK (words <> ''),
    who        TEXT    CHECK (who <> ''),        -- a director or an actor
    theme      TEXT,
    ending     TEXT,
    first_year INTEGER,
    last_year  INTEGER,
    longest    INTEGER CHECK (longest > 0),      -- minutes
    service    TEXT,
    made       INTEGER NOT NULL                  -- UTC epoch seconds
) STRICT;
CREATE INDEX search_by_person ON search (person, id);
CREATE INDEX search_by_made ON search (made);
