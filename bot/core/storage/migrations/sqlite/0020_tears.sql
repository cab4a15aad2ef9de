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

-- Who asked to be asked about a film: once for each film, in whichever server they pressed the button.
CREATE TABLE tear_question (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id       INTEGER NOT NULL,
    guild_id      INTEGER NOT NULL,
    film_id       INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    language      TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    due_at        INTEGER NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'asked', 'dropped')),
    claimed_until INTEGER NOT NULL DEFAULT 0, -- while it is being sent, nobody else sends it before this
    attempts      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (user_id, film_id)
) STRICT;
CREATE INDEX tear_question_waiting ON tear_question (due_at) WHERE state IN ('pending', 'sending');
CREATE INDEX tear_question_by_due ON tear_question (due_at);
CREATE INDEX tear_question_by_guild ON tear_question (guild_id);
CREATE INDEX tear_question_by_film ON tear_question (film_id);
