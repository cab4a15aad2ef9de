-- Servers with rows here that the bot is not in, and the epoch second at which that was first seen.

CREATE TABLE departure (
    server INTEGER PRIMARY KEY,
    since  INTEGER NOT NULL
) STRICT;
