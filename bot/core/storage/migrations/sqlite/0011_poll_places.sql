-- Where polls are and how long they last; which button a voter pressed last, and what they are called.

ALTER TABLE poll ADD COLUMN lasts INTEGER CHECK (lasts > 0); -- seconds from the start; null: a moment was chosen, or none
ALTER TABLE poll ADD COLUMN parent INTEGER;                  -- the channel of the public thread that the poll is in

-- The last press that changed a ballot, so that a double tap counts once; it goes when the ballot becomes nameless.
CREATE TABLE vote_press (
    ballot      INTEGER PRIMARY KEY REFERENCES ballot (id) ON DELETE CASCADE,
    option      INTEGER NOT NULL,
    interaction INTEGER NOT NULL, -- its id tells the millisecond
    change      TEXT    NOT NULL, -- what the press did to the ballot
    name        TEXT              -- the display name last seen; null in secret polls
) STRICT;
CREATE TRIGGER ballot_became_nameless AFTER UPDATE OF person ON ballot WHEN NEW.person IS NULL
BEGIN
    DELETE FROM vote_press WHERE ballot = NEW.id;
END;
