-- With several processes on PostgreSQL: which interactions have changed something. Empty in SQLite, which has one process.

CREATE TABLE handled_interaction (
    interaction_id INTEGER PRIMARY KEY,
    process INTEGER NOT NULL, -- the process that handles it
    handled_at INTEGER NOT NULL
) STRICT;
