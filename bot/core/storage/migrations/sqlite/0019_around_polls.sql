-- When a poll's winner is watched, options that voters suggest, and who may start how many polls.

ALTER TABLE poll_draft ADD COLUMN watch_at INTEGER;                       -- null: not said
ALTER TABLE poll_draft ADD COLUMN takes_suggestions INTEGER NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1));
ALTER TABLE poll ADD COLUMN watch_at INTEGER;                             -- null: not said
ALTER TABLE poll ADD COLUMN takes_suggestions INTEGER NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1));

-- Who has suggested an option; deleted once the poll has ended.
CREATE TABLE poll_suggestion (
    poll_id   INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    option_id INTEGER NOT NULL UNIQUE REFERENCES poll_option (id) ON DELETE CASCADE,
    PRIMARY KEY (poll_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX poll_suggestion_by_person ON poll_suggestion (user_id);

CREATE TABLE poll_policy (
    guild_id            INTEGER PRIMARY KEY,
    max_open_in_channel INTEGER CHECK (max_open_in_channel > 0),          -- null: the default
    max_open_by_person  INTEGER CHECK (max_open_by_person > 0)            -- null: the default
) STRICT;

-- Who may start polls in a server; everyone, if it has no row.
CREATE TABLE poll_starter_role (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;
