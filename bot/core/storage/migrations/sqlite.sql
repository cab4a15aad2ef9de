-- The schema after all migrations. A test holds this file: copy what it prints after a new migration.

CREATE TABLE avoidance (
    user_id INTEGER NOT NULL,
    note   TEXT    NOT NULL CHECK (note <> ''),
    PRIMARY KEY (user_id, note)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot (
    id     INTEGER PRIMARY KEY,
    poll_id   INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    user_id INTEGER,                                -- null once nameless
    is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)), -- 1: the poll is closed, so the ballot stays
    UNIQUE (poll_id, user_id),
    UNIQUE (id, poll_id),
    CHECK (is_closed = 1 OR user_id IS NOT NULL)
) STRICT;

CREATE TRIGGER ballot_became_nameless AFTER UPDATE OF user_id ON ballot WHEN NEW.user_id IS NULL
BEGIN
    DELETE FROM vote_press WHERE ballot_id = NEW.id;
END;

CREATE INDEX ballot_by_person ON ballot (user_id);

CREATE TABLE ballot_choice (
    ballot_id INTEGER NOT NULL,
    place  INTEGER NOT NULL CHECK (place BETWEEN 1 AND 20),
    poll_id   INTEGER NOT NULL,
    option_id INTEGER NOT NULL,
    PRIMARY KEY (ballot_id, place),
    UNIQUE (ballot_id, option_id),
    FOREIGN KEY (ballot_id, poll_id) REFERENCES ballot (id, poll_id) ON DELETE CASCADE,
    FOREIGN KEY (option_id, poll_id) REFERENCES poll_option (id, poll_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX ballot_choice_by_poll ON ballot_choice (poll_id, option_id);

CREATE TRIGGER ballot_choice_came AFTER INSERT ON ballot_choice
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = NEW.poll_id AND kind = 'message';
END;

CREATE TRIGGER ballot_choice_went AFTER DELETE ON ballot_choice
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = OLD.poll_id AND kind = 'message';
END;

CREATE TABLE catalogue (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    digest TEXT    NOT NULL
) STRICT;

CREATE TABLE deck (
    id     INTEGER PRIMARY KEY,
    guild_id INTEGER UNIQUE,
    user_id INTEGER UNIQUE,                                      -- whose own it is, where no server with the bot is
    newest_film_id INTEGER NOT NULL DEFAULT 0,                          -- the greatest film's id that was dealt or passed over
    is_fresh  INTEGER NOT NULL DEFAULT 0 CHECK (is_fresh IN (0, 1)),  -- 1: shuffled anew, and nothing drawn since
    CHECK ((guild_id IS NULL) <> (user_id IS NULL))
) STRICT;

CREATE TABLE deck_card (
    deck_id  INTEGER NOT NULL REFERENCES deck (id) ON DELETE CASCADE,
    film_id  INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    position INTEGER,                                          -- null: drawn since the deck was shuffled
    last_pick_id INTEGER,                                          -- the pick that drew it last, which may be gone; null: none
    times_drawn INTEGER NOT NULL DEFAULT 0 CHECK (times_drawn >= 0),    -- how often it was drawn
    PRIMARY KEY (deck_id, film_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX deck_card_by_film ON deck_card (film_id);

CREATE INDEX deck_card_undrawn ON deck_card (deck_id, position) WHERE position IS NOT NULL;

CREATE TABLE departure (
    guild_id INTEGER PRIMARY KEY,
    departed_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE film (
    id          INTEGER PRIMARY KEY,
    guild_id      INTEGER,
    slug        TEXT    NOT NULL CHECK (slug <> ''),
    year        INTEGER NOT NULL CHECK (year BETWEEN 1880 AND 2200),
    country     TEXT    CHECK (length(country) = 2),
    minutes     INTEGER CHECK (minutes > 0),
    rating      TEXT,
    ending      TEXT,
    tears       INTEGER CHECK (tears BETWEEN 0 AND 5),
    notes_known INTEGER NOT NULL CHECK (notes_known IN (0, 1)), -- 0: nobody has looked for content notes
    imdb_id        TEXT,
    tmdb_id        INTEGER,
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX film_by_slug ON film (coalesce(guild_id, 0), slug);

CREATE TRIGGER film_id_is_free AFTER DELETE ON film
BEGIN
    UPDATE deck SET newest_film_id = OLD.id - 1 WHERE newest_film_id >= OLD.id;
END;

CREATE TABLE film_name (
    film_id     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('english', 'hangul', 'romanised', 'other')),
    text     TEXT    NOT NULL CHECK (text <> ''),
    PRIMARY KEY (film_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_person (
    film_id   INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    job       TEXT    NOT NULL CHECK (job IN ('director', 'cast')),
    position  INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    role      TEXT,
    PRIMARY KEY (film_id, job, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX film_person_by_person ON film_person (person_id);

CREATE TRIGGER person_without_film AFTER DELETE ON film_person
BEGIN
    DELETE FROM person
    WHERE id = OLD.person_id AND NOT EXISTS (SELECT 1 FROM film_person WHERE person_id = OLD.person_id);
END;

CREATE TABLE film_search (
    film_id   INTEGER PRIMARY KEY REFERENCES film (id) ON DELETE CASCADE,
    names  TEXT NOT NULL, -- every name
    people TEXT NOT NULL, -- the names of everybody who made it or plays in it
    words  TEXT NOT NULL, -- of every name, hook and synopsis those words that have letters other than Hangul
    hangul TEXT NOT NULL  -- and those that have Hangul
) STRICT;

CREATE TABLE film_stream (
    film_id       INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    service    TEXT    NOT NULL,
    region     TEXT    CHECK (length(region) = 2), -- null: not known
    kind       TEXT,                               -- null: not known
    url        TEXT,
    checked_on TEXT,                               -- a day, YYYY-MM-DD
    source     TEXT,
    PRIMARY KEY (film_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_term (
    film_id     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL CHECK (kind IN ('genre', 'theme', 'content_warning')),
    position INTEGER NOT NULL,
    term     TEXT    NOT NULL,
    PRIMARY KEY (film_id, kind, position),
    UNIQUE (film_id, kind, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_text (
    film_id     INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    language TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    synopsis TEXT    NOT NULL,
    hook     TEXT    NOT NULL,
    PRIMARY KEY (film_id, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE greeting (
    guild_id INTEGER PRIMARY KEY,
    greeted_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE handled_interaction (
    interaction_id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL, -- the process that handles it
    handled_at INTEGER NOT NULL
) STRICT;

CREATE TABLE memo (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE own_service (
    user_id  INTEGER NOT NULL,
    service TEXT    NOT NULL CHECK (service <> ''),
    PRIMARY KEY (user_id, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id          INTEGER PRIMARY KEY,
    name_en     TEXT NOT NULL CHECK (name_en <> ''),
    name_ko     TEXT,
    search_text TEXT NOT NULL -- both names, folded
) STRICT;

CREATE UNIQUE INDEX person_by_name ON person (name_en, coalesce(name_ko, ''));

CREATE TABLE person_setting (
    user_id  INTEGER PRIMARY KEY,
    language TEXT CHECK (language IN ('en', 'ko')),
    country  TEXT CHECK (country GLOB '[A-Z][A-Z]'), -- where they watch films
    country_asked_at INTEGER,                        -- null: Nunmul has not asked for the country
    CHECK (coalesce(language, country, country_asked_at) IS NOT NULL)
) STRICT;

CREATE TABLE pick (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    deck_id       INTEGER NOT NULL REFERENCES deck (id) ON DELETE CASCADE,
    guild_id     INTEGER,                                     -- null: out of the person's own deck
    user_id     INTEGER NOT NULL,                            -- who drew
    film_id       INTEGER REFERENCES film (id) ON DELETE CASCADE, -- null: nothing fitted
    times_drawn      INTEGER NOT NULL CHECK (times_drawn >= 0),         -- how often the film had been drawn out of this deck before
    replaced_pick_id INTEGER UNIQUE,                              -- the pick whose message it took: each is replaced once
    is_put_back   INTEGER NOT NULL DEFAULT 0 CHECK (is_put_back IN (0, 1)),
    created_at       INTEGER NOT NULL                             -- UTC epoch seconds
, pick_filter TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE INDEX pick_by_deck ON pick (deck_id);

CREATE INDEX pick_by_film ON pick (film_id);

CREATE INDEX pick_by_guild ON pick (guild_id);

CREATE INDEX pick_by_made ON pick (created_at);

CREATE INDEX pick_by_person ON pick (user_id);

CREATE TABLE poll (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    draft_id          INTEGER NOT NULL UNIQUE,        -- the draft it was started from: a second start finds it
    guild_id         INTEGER NOT NULL,
    channel_id        INTEGER NOT NULL,
    host_id           INTEGER,                        -- null once forgotten
    question       TEXT    NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
    shows_counts   INTEGER NOT NULL CHECK (shows_counts IN (0, 1)), -- while open; once closed they always show
    is_secret         INTEGER NOT NULL CHECK (is_secret IN (0, 1)),
    state          TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'cancelled')),
    opened_at         INTEGER NOT NULL,
    closes_at         INTEGER CHECK (closes_at > opened_at), -- null: open until ended
    closed_at         INTEGER,
    close_reason            TEXT    CHECK (close_reason IN ('clock', 'host', 'moderator', 'place')),
    cancelled_at      INTEGER,
    is_settled        INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)), -- 1: its ballots are as they will stay
    announced_at      INTEGER,
    unreachable_reason           TEXT    CHECK (unreachable_reason IN ('message', 'channel', 'forbidden', 'archived', 'server')),
    duration_seconds INTEGER CHECK (duration_seconds > 0), parent_channel_id INTEGER, method TEXT NOT NULL DEFAULT 'single'
    CHECK (method IN ('single', 'approval', 'ranked')), tie_break TEXT NOT NULL DEFAULT 'earliest'
    CHECK (tie_break IN ('earliest', 'draw', 'run-off')), veto_threshold INTEGER CHECK (veto_threshold > 0), tied_poll_id INTEGER REFERENCES poll (id) ON DELETE SET NULL, watch_at INTEGER, takes_suggestions INTEGER NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (close_reason IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
    CHECK (announced_at IS NULL OR state = 'closed')
) STRICT;

CREATE INDEX poll_by_host ON poll (host_id);

CREATE INDEX poll_by_server ON poll (guild_id, state);

CREATE INDEX poll_open ON poll (closes_at) WHERE state = 'open';

CREATE UNIQUE INDEX poll_run_off ON poll (tied_poll_id) WHERE tied_poll_id IS NOT NULL;

CREATE INDEX poll_unsettled ON poll (is_settled) WHERE is_settled = 0 AND state <> 'open';

CREATE TABLE poll_delivery (
    id              INTEGER PRIMARY KEY,
    poll_id         INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    kind            TEXT    NOT NULL CHECK (kind IN ('message', 'result')),
    state           TEXT    NOT NULL DEFAULT 'pending'
                    CHECK (state IN ('pending', 'sending', 'posted', 'abandoned')), -- sending: perhaps posted
    message_id      INTEGER,
    revision        INTEGER NOT NULL DEFAULT 1, -- grows with every change of what the message should show
    shown_revision  INTEGER NOT NULL DEFAULT 0, -- the revision that the message was last seen to show
    shows_cancelled INTEGER NOT NULL DEFAULT 0 CHECK (shows_cancelled IN (0, 1)),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0), -- since the last that worked
    not_before_at   INTEGER NOT NULL DEFAULT 0,
    first_sent_at   INTEGER,                    -- the first attempt that may have worked; null: none may have
    UNIQUE (poll_id, kind)
) STRICT;

CREATE INDEX poll_delivery_stale ON poll_delivery (not_before_at)
    WHERE kind = 'message' AND state = 'posted' AND shown_revision < revision;

CREATE INDEX poll_delivery_unposted ON poll_delivery (kind, not_before_at) WHERE state IN ('pending', 'sending');

CREATE TABLE poll_draft (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id       INTEGER NOT NULL,
    host_id       INTEGER NOT NULL,
    channel_id      INTEGER NOT NULL,
    question     TEXT    NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
    shows_counts INTEGER NOT NULL CHECK (shows_counts IN (0, 1)),
    is_secret       INTEGER NOT NULL CHECK (is_secret IN (0, 1)),
    duration_seconds        INTEGER CHECK (duration_seconds > 0), -- seconds from the start; null with closes: open until ended
    closes_at       INTEGER,
    updated_at      INTEGER NOT NULL, method TEXT NOT NULL DEFAULT 'single'
    CHECK (method IN ('single', 'approval', 'ranked')), tie_break TEXT NOT NULL DEFAULT 'earliest'
    CHECK (tie_break IN ('earliest', 'draw', 'run-off')), veto_threshold INTEGER CHECK (veto_threshold > 0), watch_at INTEGER, takes_suggestions INTEGER NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1)),
    UNIQUE (guild_id, host_id),
    CHECK (duration_seconds IS NULL OR closes_at IS NULL)
) STRICT;

CREATE INDEX poll_draft_by_host ON poll_draft (host_id);

CREATE TABLE poll_draft_option (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order added
    draft_id  INTEGER NOT NULL REFERENCES poll_draft (id) ON DELETE CASCADE,
    film_id   INTEGER REFERENCES film (id) ON DELETE SET NULL,
    label  TEXT    NOT NULL CHECK (label <> ''),
    korean_label TEXT    CHECK (korean_label <> ''),
    year   INTEGER,
    UNIQUE (draft_id, film_id)
) STRICT;

CREATE INDEX poll_draft_option_by_film ON poll_draft_option (film_id);

CREATE TABLE poll_option (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    poll_id     INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 20), -- in the order added
    film_id     INTEGER REFERENCES film (id) ON DELETE SET NULL,
    label    TEXT    NOT NULL CHECK (label <> ''), -- the film's English title or what was typed; stays when films change
    korean_label   TEXT    CHECK (korean_label <> ''),
    year     INTEGER,
    is_winner      INTEGER NOT NULL DEFAULT 0 CHECK (is_winner IN (0, 1)),
    UNIQUE (poll_id, position),
    UNIQUE (poll_id, film_id),
    UNIQUE (id, poll_id)
) STRICT;

CREATE INDEX poll_option_by_film ON poll_option (film_id);

CREATE UNIQUE INDEX poll_option_won ON poll_option (poll_id) WHERE is_winner = 1;

CREATE TABLE poll_policy (
    guild_id            INTEGER PRIMARY KEY,
    max_open_in_channel INTEGER CHECK (max_open_in_channel > 0),          -- null: the default
    max_open_by_person  INTEGER CHECK (max_open_by_person > 0)            -- null: the default
) STRICT;

CREATE TABLE poll_seed (
    poll_id INTEGER PRIMARY KEY REFERENCES poll (id) ON DELETE CASCADE,
    seed TEXT    NOT NULL CHECK (length(seed) = 64)
) STRICT;

CREATE TABLE poll_starter_role (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_suggestion (
    poll_id   INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    option_id INTEGER NOT NULL UNIQUE REFERENCES poll_option (id) ON DELETE CASCADE,
    PRIMARY KEY (poll_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX poll_suggestion_by_person ON poll_suggestion (user_id);

CREATE TABLE report (
    id       INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL,
    guild_id   INTEGER,                                        -- null: sent from direct messages
    film_id     INTEGER REFERENCES film (id) ON DELETE SET NULL, -- null: of no film, or of one that is gone
    language TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    text     TEXT    NOT NULL CHECK (text <> ''),
    created_at     INTEGER NOT NULL,
    is_closed     INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1))
) STRICT;

CREATE INDEX report_by_film ON report (film_id);

CREATE INDEX report_by_guild ON report (guild_id);

CREATE INDEX report_by_person ON report (user_id, created_at);

CREATE TABLE search (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL,
    guild_id     INTEGER,                          -- null: in direct messages
    created_at       INTEGER NOT NULL                  -- UTC epoch seconds
, film_filter TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE INDEX search_by_guild ON search (guild_id);

CREATE INDEX search_by_made ON search (created_at);

CREATE INDEX search_by_person ON search (user_id, id);

CREATE TABLE server_setting (
    guild_id  INTEGER PRIMARY KEY,
    language  TEXT CHECK (language IN ('en', 'ko')),
    region    TEXT CHECK (region GLOB '[A-Z][A-Z]'), -- a country
    time_zone TEXT CHECK (time_zone <> ''),          -- an IANA time zone
    covers    TEXT CHECK (covers = 'off'),           -- null: shown
    CHECK (coalesce(language, region, time_zone, covers) IS NOT NULL)
) STRICT;

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

CREATE INDEX tear_question_by_due ON tear_question (due_at);

CREATE INDEX tear_question_by_film ON tear_question (film_id);

CREATE INDEX tear_question_by_guild ON tear_question (guild_id);

CREATE INDEX tear_question_waiting ON tear_question (due_at) WHERE state IN ('pending', 'sending');

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

CREATE INDEX tear_rating_by_film ON tear_rating (film_id);

CREATE INDEX tear_rating_by_guild ON tear_rating (guild_id, film_id, tissues, rated_at, user_id);

CREATE INDEX tear_rating_by_user ON tear_rating (user_id);

CREATE TABLE tear_year_post (
    guild_id      INTEGER PRIMARY KEY,
    channel_id    INTEGER,                    -- NULL: it was turned off again
    language      TEXT    NOT NULL CHECK (language IN ('en', 'ko')),
    done_year     INTEGER NOT NULL DEFAULT 0, -- it was posted, or could not be
    claimed_until INTEGER NOT NULL DEFAULT 0, -- while it is being posted, nobody else posts it before this
    attempts      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tmdb_lookup_cache (
    wanted     TEXT PRIMARY KEY CHECK (wanted <> ''),     -- 'tmdb:255709', 'imdb:tt3153634' or 'title:…'
    tmdb_id    INTEGER,
    checked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tmdb_lookup_cache_by_age ON tmdb_lookup_cache (checked_at);

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

CREATE TABLE veto (
    id        INTEGER PRIMARY KEY,
    poll_id   INTEGER NOT NULL,
    user_id   INTEGER,                                             -- null once nameless
    option_id INTEGER NOT NULL,
    is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)), -- 1: the poll is closed, so the veto stays
    UNIQUE (poll_id, user_id),
    CHECK (is_closed = 1 OR user_id IS NOT NULL),
    FOREIGN KEY (option_id, poll_id) REFERENCES poll_option (id, poll_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX veto_by_option ON veto (option_id);

CREATE INDEX veto_by_person ON veto (user_id);

CREATE TRIGGER veto_came AFTER INSERT ON veto
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = NEW.poll_id AND kind = 'message';
END;

CREATE TRIGGER veto_went AFTER DELETE ON veto
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = OLD.poll_id AND kind = 'message';
END;

CREATE TABLE vote_press (
    ballot_id      INTEGER PRIMARY KEY REFERENCES ballot (id) ON DELETE CASCADE,
    option_id      INTEGER NOT NULL,
    interaction_id INTEGER NOT NULL, -- its id tells the millisecond
    change      TEXT    NOT NULL, -- what the press did to the ballot
    display_name        TEXT              -- the display name last seen; null in secret polls
) STRICT;
