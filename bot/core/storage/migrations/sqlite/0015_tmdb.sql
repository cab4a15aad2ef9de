-- What TMDB says of films, for half a year at most, as its terms demand; nothing of people.
-- A table whose name ends in _cache holds what can be asked for again, and is empty in every backup.

CREATE TABLE tmdb_movie_cache (
    tmdb_id           INTEGER PRIMARY KEY,
    imdb_id           TEXT,
    title_en          TEXT,
    title_ko          TEXT,
    original_title    TEXT,
    released_on       TEXT,
    minutes           INTEGER CHECK (minutes > 0),
    korean_rating     TEXT,
    poster_ko         TEXT,
    poster_en         TEXT,
    poster_textless   TEXT,
    poster_other      TEXT,
    text_fetched_at   INTEGER NOT NULL,
    offers_fetched_at INTEGER NOT NULL
) STRICT;

CREATE INDEX tmdb_movie_cache_by_age ON tmdb_movie_cache (text_fetched_at);

CREATE TABLE tmdb_offer_cache (
    tmdb_id     INTEGER NOT NULL REFERENCES tmdb_movie_cache (tmdb_id) ON DELETE CASCADE,
    country     TEXT    NOT NULL CHECK (length(country) = 2),
    position    INTEGER NOT NULL CHECK (position >= 0),
    provider_id INTEGER NOT NULL,
    name        TEXT    NOT NULL CHECK (name <> ''),
    kind        TEXT    NOT NULL CHECK (kind IN ('flatrate', 'free', 'ads', 'rent', 'buy')),
    PRIMARY KEY (tmdb_id, country, position)
) STRICT, WITHOUT ROWID;

-- The number of a film that has none of its own, or whose own is dead; null where there is none.
CREATE TABLE tmdb_lookup_cache (
    wanted     TEXT PRIMARY KEY CHECK (wanted <> ''),     -- 'tmdb:255709', 'imdb:tt3153634' or 'title:…'
    tmdb_id    INTEGER,
    checked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tmdb_lookup_cache_by_age ON tmdb_lookup_cache (checked_at);
