-- Where polls are and how long they last; which button a person pressed last; what voters of named polls are called.
BEGIN IMMEDIATE;

ALTER TABLE poll ADD COLUMN lasts INTEGER CHECK (lasts > 0); -- seconds from the start; null: a moment was chosen, or none
ALTER TABLE poll ADD COLUMN parent INTEGER;                  -- the channel of the public thread that the poll is in

-- The display name last seen with a vote, in polls that name their voters. It goes when the ballot becomes nameless.
CREATE TABLE voter_name (
    ballot INTEGER PRIMARY KEY REFERENCES ballot (id) ON DELETE CASCADE,
    name   TEXT    NOT NULL
) STRICT;
CREATE TRIGGER ballot_became_nameless AFTER UPDATE OF person ON ballot WHEN NEW.person IS NULL
BEGIN
    DELETE FROM voter_name WHERE ballot = NEW.id;
END;

-- A person's last press in an open poll, so that a double tap counts once. It outlives a ballot that was withdrawn.
CREATE TABLE vote_press (
    poll        INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    person      INTEGER NOT NULL,
    option      INTEGER NOT NULL,
    interaction INTEGER NOT NULL, -- its id tells the millisecond
    change      TEXT    NOT NULL, -- what the press did to the ballot
    made        INTEGER NOT NULL, -- UTC epoch seconds
    PRIMARY KEY (poll, person)
) STRICT, WITHOUT ROWID;

INSERT INTO migration (version, name) VALUES (11, 'poll places');
COMMIT;
