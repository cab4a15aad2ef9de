-- Ranked polls, vetoes, and run-off polls between options that tied.

ALTER TABLE poll_draft ADD COLUMN new_method TEXT NOT NULL DEFAULT 'single'
    CHECK (new_method IN ('single', 'approval', 'ranked'));
ALTER TABLE poll_draft ADD COLUMN new_tie_break TEXT NOT NULL DEFAULT 'earliest'
    CHECK (new_tie_break IN ('earliest', 'draw', 'run-off'));
UPDATE poll_draft SET new_method = method, new_tie_break = tie_break;
ALTER TABLE poll_draft DROP COLUMN method;
ALTER TABLE poll_draft DROP COLUMN tie_break;
ALTER TABLE poll_draft RENAME COLUMN new_method TO method;
ALTER TABLE poll_draft RENAME COLUMN new_tie_break TO tie_break;
ALTER TABLE poll_draft ADD COLUMN veto_threshold INTEGER CHECK (veto_threshold > 0);

ALTER TABLE poll ADD COLUMN new_method TEXT NOT NULL DEFAULT 'single'
    CHECK (new_method IN ('single', 'approval', 'ranked'));
ALTER TABLE poll ADD COLUMN new_tie_break TEXT NOT NULL DEFAULT 'earliest'
    CHECK (new_tie_break IN ('earliest', 'draw', 'run-off'));
UPDATE poll SET new_method = method, new_tie_break = tie_break;
ALTER TABLE poll DROP COLUMN method;
ALTER TABLE poll DROP COLUMN tie_break;
ALTER TABLE poll RENAME COLUMN new_method TO method;
ALTER TABLE poll RENAME COLUMN new_tie_break TO tie_break;
ALTER TABLE poll ADD COLUMN veto_threshold INTEGER CHECK (veto_threshold > 0); -- null: options cannot be vetoed

-- A run-off was not started from a draft: its draft_id is the id of the poll that tied, with a minus sign.
ALTER TABLE poll ADD COLUMN tied_poll_id INTEGER REFERENCES poll (id) ON DELETE SET NULL; -- null: not a run-off
CREATE UNIQUE INDEX poll_run_off ON poll (tied_poll_id) WHERE tied_poll_id IS NOT NULL;

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

-- Whatever changes the vetoes, a press or that somebody is forgotten, changes what the message should show.
CREATE TRIGGER veto_came AFTER INSERT ON veto
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = NEW.poll_id AND kind = 'message';
END;
CREATE TRIGGER veto_went AFTER DELETE ON veto
BEGIN
    UPDATE poll_delivery SET revision = revision + 1 WHERE poll_id = OLD.poll_id AND kind = 'message';
END;
