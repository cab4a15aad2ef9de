-- Random picks: the deck of each server and each person's own, what was drawn, and what people avoid and have.

CREATE TABLE deck (
    id     INTEGER PRIMARY KEY,
    server INTEGER UNIQUE,
    person INTEGER UNIQUE,                                      -- whose own it is, where no server with the bot is
    newest INTEGER NOT NULL DEFAULT 0,                          -- the greatest film's id that was dealt or passed over
    fresh  INTEGER NOT NULL DEFAULT 0 CHECK (fresh IN (0, 1)),  -- 1: shuffled anew, and nothing drawn since
    CHECK ((server IS NULL) <> (person IS NULL))
) STRICT;

CREATE TABLE deck_card (
    deck  INTEGER NOT NULL REFERENCES deck (id) ON DELETE CASCADE,
    film  INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    place INTEGER,                                          -- null: drawn since the deck was shuffled
    drawn INTEGER,                                          -- the pick that drew it last, which may be gone; null: none
    times INTEGER NOT NULL DEFAULT 0 CHECK (times >= 0),    -- how often it was drawn
    PRIMARY KEY (deck, film)
) STRICT, WITHOUT ROWID;
CREATE INDEX deck_card_undrawn ON deck_card (deck, place) WHERE place IS NOT NULL;
CREATE INDEX deck_card_by_film ON deck_card (film);

-- A film's id may come again after its film was erased, and must then be new to every deck.
CREATE TRIGGER film_id_is_free AFTER DELETE ON film
BEGIN
    UPDATE deck SET newest = OLD.id - 1 WHERE newest >= OLD.id;
END;

CREATE TABLE pick (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    deck       INTEGER NOT NULL REFERENCES deck (id) ON DELETE CASCADE,
    server     INTEGER,                                     -- null: out of the person's own deck
    person     INTEGER NOT NULL,                            -- who drew
    film       INTEGER REFERENCES film (id) ON DELETE CASCADE, -- null: nothing fitted
    times      INTEGER NOT NULL CHECK (times >= 0),         -- how often the film had been drawn out of this deck before
    instead_of INTEGER UNIQUE,                              -- the pick whose message it took: each is replaced once
    put_back   INTEGER NOT NULL DEFAULT 0 CHECK (put_back IN (0, 1)),
    mood       TEXT,                                        -- from here on: what was asked for
    ending     TEXT,
    service    TEXT,
    on_mine    INTEGER NOT NULL CHECK (on_mine IN (0, 1)),
    longest    INTEGER CHECK (longest > 0),                 -- minutes
    first_year INTEGER,
    last_year  INTEGER,
    tears      INTEGER CHECK (tears BETWEEN 0 AND 5),
    calm       INTEGER NOT NULL CHECK (calm IN (0, 1)),
    made       INTEGER NOT NULL                             -- UTC epoch seconds
) STRICT;
CREATE INDEX pick_by_person ON pick (person);
CREATE INDEX pick_by_made ON pick (made);

-- Content notes that a person's picks keep away from, and the streaming services they have.
CREATE TABLE avoidance (
    person INTEGER NOT NULL,
    note   TEXT    NOT NULL CHECK (note <> ''),
    PRIMARY KEY (person, note)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_service (
    person  INTEGER NOT NULL,
    service TEXT    NOT NULL CHECK (service <> ''),
    PRIMARY KEY (person, service)
) STRICT, WITHOUT ROWID;
