-- Which interactions have changed something, and in which process: the others refuse them.

CREATE TABLE handled_interaction (
    interaction_id BIGINT PRIMARY KEY,
    process BIGINT NOT NULL, -- the process that handles it
    handled_at BIGINT NOT NULL
);
