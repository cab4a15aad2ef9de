-- What is to be delivered into the channels of polls: each poll's message, and its result once it is closed.

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

INSERT INTO poll_delivery (poll_id, kind, state, message_id, revision, shown_revision, not_before_at)
SELECT id, 'message',
    CASE WHEN lost IS NOT NULL THEN 'abandoned' WHEN message IS NULL THEN 'pending' ELSE 'posted' END,
    message, revision, shown, show_after
FROM poll ORDER BY id;

INSERT INTO poll_delivery (poll_id, kind, state, message_id, shown_revision, not_before_at, first_sent_at)
SELECT id, 'result',
    CASE WHEN announced IS NOT NULL THEN 'posted' WHEN lost IS NOT NULL THEN 'abandoned'
        WHEN tried = 1 THEN 'sending' ELSE 'pending' END,
    result, CASE WHEN announced IS NULL THEN 0 ELSE 1 END,
    announce_after, CASE WHEN tried = 1 THEN 0 END
FROM poll WHERE state = 'closed' ORDER BY id;

DROP INDEX poll_unposted;
DROP INDEX poll_unannounced;
DROP INDEX poll_stale;
DROP TRIGGER ballot_choice_came;
DROP TRIGGER ballot_choice_went;
ALTER TABLE poll DROP COLUMN message;
ALTER TABLE poll DROP COLUMN result;
ALTER TABLE poll DROP COLUMN announce_after;
ALTER TABLE poll DROP COLUMN tried;
ALTER TABLE poll DROP COLUMN revision;
ALTER TABLE poll DROP COLUMN shown;
ALTER TABLE poll DROP COLUMN show_after;

CREATE INDEX poll_delivery_unposted ON poll_delivery (kind, not_before_at) WHERE state IN ('pending', 'sending');
CREATE INDEX poll_delivery_stale ON poll_delivery (not_before_at)
    WHERE kind = 'message' AND state = 'posted' AND shown_revision < revision;

-- Whatever changes what is on the ballots, a vote or that somebody is forgotten, changes what the message should show.
CREATE TRIGGER ballot_choice_came AFTER INSERT ON ballot_choice
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = NEW.poll AND kind = 'message';
END;
CREATE TRIGGER ballot_choice_went AFTER DELETE ON ballot_choice
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = OLD.poll AND kind = 'message';
END;

CREATE INDEX poll_by_host ON poll (host);
