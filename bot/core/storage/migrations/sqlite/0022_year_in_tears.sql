-- The year in tears: in which channel a server wants it each December, and the last year that is done with.

CREATE TABLE tear_year_post (
    guild_id      INTEGER PRIMARY KEY,
    channel_id    INTEGER,                    -- NULL: it was turned off again
    language      TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    done_year     INTEGER NOT NULL DEFAULT 0, -- it was posted, or could not be
    claimed_until INTEGER NOT NULL DEFAULT 0, -- while it is being posted, nobody else posts it before this
    attempts      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Boards of a month or a year, too, are counted from the index alone.
DROP INDEX tear_rating_by_guild;
CREATE INDEX tear_rating_by_guild ON tear_rating (guild_id, film_id, tissues, rated_at, user_id);
