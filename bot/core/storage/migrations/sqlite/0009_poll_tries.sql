-- Whether a result may have been posted already, without our knowing: a try that nobody answered.

ALTER TABLE poll ADD COLUMN tried INTEGER NOT NULL DEFAULT 0 CHECK (tried IN (0, 1));
UPDATE poll SET tried = 1 WHERE announce_after > 0 AND announced IS NULL;
