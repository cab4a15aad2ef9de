-- What the bot itself remembers from one start to the next, by name: nothing of any person or server.

CREATE TABLE memo (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
