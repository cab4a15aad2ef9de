-- The film table: what the catalogue knows, and what a server added. server is null for the catalogue.

CREATE TABLE film (
    id          INTEGER PRIMARY KEY,
    server      INTEGER,
    slug        TEXT    NOT NULL CHECK (slug <> ''),
    year        INTEGER NOT NULL CHECK (year BETWEEN 1880 AND 2200),
    country     TEXT    CHECK (length(country) = 2),
    minutes     INTEGER CHECK (minutes > 0),
    rating      TEXT,
    ending      TEXT,
    tears       INTEGER CHECK (tears BETWEEN 0 AND 5),
    notes_known INTEGER NOT NULL CHECK (notes_known IN (0, 1)), -- 0: nobody has looked for content notes
    imdb        TEXT,
    tmdb        INTEGER,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX film_by_slug ON film (coalesce(server, 0), slug);

CREATE TABLE film_name (
    film     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('english', 'hangul', 'romanised', 'other')),
    text     TEXT    NOT NULL CHECK (text <> ''),
    PRIMARY KEY (film, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_person (
    film     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    work     TEXT    NOT NULL CHECK (work IN ('director', 'cast')),
    position INTEGER NOT NULL,
    name_en  TEXT    NOT NULL CHECK (name_en <> ''),
    name_ko  TEXT,
    role     TEXT,
    PRIMARY KEY (film, work, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_term (
    film     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('genre', 'theme', 'content_warning')),
    position INTEGER NOT NULL,
    term     TEXT    NOT NULL,
    PRIMARY KEY (film, kind, position),
    UNIQUE (film, kind, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_text (
    film     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    language TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    synopsis TEXT    NOT NULL,
    hook     TEXT    NOT NULL,
    PRIMARY KEY (film, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_stream (
    film       INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    service    TEXT    NOT NULL,
    region     TEXT    CHECK (length(region) = 2), -- null: not known
    kind       TEXT,                               -- null: not known
    url        TEXT,
    checked_on TEXT,                               -- a day, YYYY-MM-DD
    source     TEXT,
    PRIMARY KEY (film, position)
) STRICT, WITHOUT ROWID;

-- What was loaded last, so that an unchanged catalogue is not loaded again.
CREATE TABLE catalogue (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    digest TEXT    NOT NULL
) STRICT;
