-- When a poll's winner is watched, options that voters suggest, and who may start how many polls.

ALTER TABLE poll_draft
    ADD COLUMN watch_at BIGINT,  -- null: not said
    ADD COLUMN takes_suggestions BIGINT NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1));

ALTER TABLE poll
    ADD COLUMN watch_at BIGINT,  -- null: not said
    ADD COLUMN takes_suggestions BIGINT NOT NULL DEFAULT 0 CHECK (takes_suggestions IN (0, 1));

-- Who has suggested an option; deleted once the poll has ended.
CREATE TABLE poll_suggestion (
    poll_id BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    option_id BIGINT NOT NULL UNIQUE REFERENCES poll_option (id) ON DELETE CASCADE,
    PRIMARY KEY (poll_id, user_id)
);

CREATE INDEX poll_suggestion_by_person ON poll_suggestion (user_id);

CREATE TABLE poll_policy (
    guild_id BIGINT PRIMARY KEY,
    max_open_in_channel BIGINT CHECK (max_open_in_channel > 0),  -- null: the default
    max_open_by_person BIGINT CHECK (max_open_by_person > 0)  -- null: the default
);

-- Who may start polls in a server; everyone, if it has no row.
CREATE TABLE poll_starter_role (
    guild_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, role_id)
);
