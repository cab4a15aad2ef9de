-- How hard a film made people cry: one rating for each person, film and server, with the moment if they told it.

CREATE TABLE tear_rating (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    film_id  INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    tissues  INTEGER NOT NULL CHECK (tissues BETWEEN 0 AND 5),
    moment   TEXT CHECK (length(moment) BETWEEN 1 AND 200),
    rated_at INTEGER NOT NULL,
    UNIQUE (guild_id, user_id, film_id)
) STRICT;
CREATE INDEX tear_rating_by_guild ON tear_rating (guild_id, film_id, tissues);
CREATE INDEX tear_rating_by_user ON tear_rating (user_id);
CREATE INDEX tear_rating_by_film ON tear_rating (film_id);
