-- What people report as wrong to the operator, and which servers the bot has said hello to.

CREATE TABLE report (
    id       INTEGER PRIMARY KEY,
    person   INTEGER NOT NULL,
    server   INTEGER,                                        -- null: sent from direct messages
    film     INTEGER REFERENCES film (id) ON DELETE SET NULL, -- null: of no film, or of one that is gone
    language TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    text     TEXT    NOT NULL CHECK (text <> ''),
    made     INTEGER NOT NULL,
    done     INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT;
CREATE INDEX report_by_person ON report (person, made);
CREATE INDEX report_by_film ON report (film);

CREATE TABLE greeting (
    server INTEGER PRIMARY KEY,
    made   INTEGER NOT NULL
) STRICT;
