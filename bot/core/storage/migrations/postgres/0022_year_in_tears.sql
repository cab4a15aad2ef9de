-- The year in tears: in which channel a server wants it each December, and the last year that is done with.

CREATE TABLE tear_year_post (
    guild_id      BIGINT PRIMARY KEY,
    channel_id    BIGINT,                    -- NULL: it was turned off again
    language      TEXT COLLATE "C" NOT NULL CHECK (language IN ('en', 'ko')),
    done_year     BIGINT NOT NULL DEFAULT 0, -- it was posted, or could not be
    claimed_until BIGINT NOT NULL DEFAULT 0, -- while it is being posted, nobody else posts it before this
    attempts      BIGINT NOT NULL DEFAULT 0
);

-- Boards of a month or a year, too, are counted from the index alone.
DROP INDEX tear_rating_by_guild;
CREATE INDEX tear_rating_by_guild ON tear_rating (guild_id, film_id, tissues, rated_at, user_id);
