-- Community votes. A draft becomes a poll when it is started; ids are never used twice, for old buttons carry them.

CREATE TABLE poll_draft (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    server       INTEGER NOT NULL,
    person       INTEGER NOT NULL,
    channel      INTEGER NOT NULL,
    question     TEXT    NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
    method       TEXT    NOT NULL CHECK (method IN ('single', 'approval')),
    tie          TEXT    NOT NULL CHECK (tie IN ('earliest', 'draw')),
    shows_counts INTEGER NOT NULL CHECK (shows_counts IN (0, 1)),
    secret       INTEGER NOT NULL CHECK (secret IN (0, 1)),
    lasts        INTEGER CHECK (lasts > 0), -- seconds from the start; null with closes: open until ended
    closes       INTEGER,
    touched      INTEGER NOT NULL,
    UNIQUE (server, person),
    CHECK (lasts IS NULL OR closes IS NULL)
) STRICT;

CREATE TABLE poll_draft_option (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order added
    draft  INTEGER NOT NULL REFERENCES poll_draft (id) ON DELETE CASCADE,
    film   INTEGER REFERENCES film (id) ON DELETE SET NULL,
    label  TEXT    NOT NULL CHECK (label <> ''),
    hangul TEXT    CHECK (hangul <> ''),
    year   INTEGER,
    UNIQUE (draft, film)
) STRICT;
CREATE INDEX poll_draft_option_by_film ON poll_draft_option (film);

CREATE TABLE poll (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    draft          INTEGER NOT NULL UNIQUE,        -- the draft it was started from: a second start finds it
    server         INTEGER NOT NULL,
    channel        INTEGER NOT NULL,
    message        INTEGER,                        -- null until posted
    host           INTEGER,                        -- null once forgotten
    question       TEXT    NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
    method         TEXT    NOT NULL CHECK (method IN ('single', 'approval')),
    tie            TEXT    NOT NULL CHECK (tie IN ('earliest', 'draw')),
    shows_counts   INTEGER NOT NULL CHECK (shows_counts IN (0, 1)), -- while open; once closed they always show
    secret         INTEGER NOT NULL CHECK (secret IN (0, 1)),
    state          TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'cancelled')),
    opened         INTEGER NOT NULL,
    closes         INTEGER CHECK (closes > opened), -- null: open until ended
    closed         INTEGER,
    why            TEXT    CHECK (why IN ('clock', 'host', 'moderator', 'place')),
    cancelled      INTEGER,
    settled        INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)), -- 1: its ballots are as they will stay
    announced      INTEGER,
    result         INTEGER,                        -- the message with the result
    announce_after INTEGER NOT NULL DEFAULT 0,
    lost           TEXT    CHECK (lost IN ('message', 'channel', 'forbidden', 'archived', 'server')),
    revision       INTEGER NOT NULL DEFAULT 1,     -- grows with every change of what the message should show
    shown          INTEGER NOT NULL DEFAULT 0,     -- the revision that the message was last seen to show
    show_after     INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'closed') = (closed IS NOT NULL)),
    CHECK ((state = 'closed') = (why IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled IS NOT NULL)),
    CHECK (announced IS NULL OR state = 'closed')
) STRICT;
CREATE INDEX poll_by_server ON poll (server, state);
CREATE INDEX poll_open ON poll (closes) WHERE state = 'open';
CREATE INDEX poll_unposted ON poll (opened) WHERE message IS NULL AND state = 'open';
CREATE INDEX poll_unannounced ON poll (announce_after) WHERE state = 'closed' AND announced IS NULL AND lost IS NULL;
CREATE INDEX poll_unsettled ON poll (settled) WHERE settled = 0 AND state <> 'open';
CREATE INDEX poll_stale ON poll (show_after) WHERE shown < revision AND lost IS NULL;

-- What settles a tie by a draw. Apart from the poll, so that no copy of a host's polls tells it before the close.
CREATE TABLE poll_seed (
    poll INTEGER PRIMARY KEY REFERENCES poll (id) ON DELETE CASCADE,
    seed TEXT    NOT NULL CHECK (length(seed) = 64)
) STRICT;

CREATE TABLE poll_option (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    poll     INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 20), -- in the order added
    film     INTEGER REFERENCES film (id) ON DELETE SET NULL,
    label    TEXT    NOT NULL CHECK (label <> ''), -- the film's English title or what was typed; stays when films change
    hangul   TEXT    CHECK (hangul <> ''),
    year     INTEGER,
    won      INTEGER NOT NULL DEFAULT 0 CHECK (won IN (0, 1)),
    UNIQUE (poll, position),
    UNIQUE (poll, film),
    UNIQUE (id, poll)
) STRICT;
CREATE INDEX poll_option_by_film ON poll_option (film);
CREATE UNIQUE INDEX poll_option_won ON poll_option (poll) WHERE won = 1;

-- One person, one ballot. It goes when everything on it is withdrawn, so a ballot is somebody who voted.
CREATE TABLE ballot (
    id     INTEGER PRIMARY KEY,
    poll   INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    person INTEGER,                                -- null once nameless
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)), -- 1: the poll is closed, so the ballot stays
    UNIQUE (poll, person),
    UNIQUE (id, poll),
    CHECK (closed = 1 OR person IS NOT NULL)
) STRICT;
CREATE INDEX ballot_by_person ON ballot (person);

-- What is on a ballot. place: 1 in a single vote, the option's position in an approval vote; so the key allows one
-- choice in the first and each option once in the second. Option and ballot are of the same poll.
CREATE TABLE ballot_choice (
    ballot INTEGER NOT NULL,
    place  INTEGER NOT NULL CHECK (place BETWEEN 1 AND 20),
    poll   INTEGER NOT NULL,
    option INTEGER NOT NULL,
    PRIMARY KEY (ballot, place),
    UNIQUE (ballot, option),
    FOREIGN KEY (ballot, poll) REFERENCES ballot (id, poll) ON DELETE CASCADE,
    FOREIGN KEY (option, poll) REFERENCES poll_option (id, poll) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_choice_by_poll ON ballot_choice (poll, option);

-- Whatever changes what is on the ballots, a vote or that somebody is forgotten, changes what the message should show.
CREATE TRIGGER ballot_choice_came AFTER INSERT ON ballot_choice
BEGIN
    UPDATE poll SET revision = revision + 1 WHERE id = NEW.poll;
END;
CREATE TRIGGER ballot_choice_went AFTER DELETE ON ballot_choice
BEGIN
    UPDATE poll SET revision = revision + 1 WHERE id = OLD.poll;
END;
