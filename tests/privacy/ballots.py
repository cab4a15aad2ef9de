"""A made-up feature with every kind of table that a feature may keep; the real ones come and go."""

import sqlite3
from pathlib import Path

from bot.core.feature import Feature
from bot.core.personal_data import Keeps

TABLES = """
    CREATE TABLE made_up_ballot (
        id INTEGER PRIMARY KEY, voter INTEGER, server INTEGER NOT NULL, closed INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE made_up_choice (
        ballot INTEGER NOT NULL REFERENCES made_up_ballot (id) ON DELETE CASCADE, film INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE made_up_proposal (id INTEGER PRIMARY KEY, proposer INTEGER, decider INTEGER) STRICT;
    CREATE TABLE made_up_glance (
        person INTEGER NOT NULL, film INTEGER NOT NULL, server INTEGER, made INTEGER NOT NULL,
        PRIMARY KEY (person, film)
    ) STRICT, WITHOUT ROWID;
"""
BALLOT, CHOICE, PROPOSAL, GLANCE = "made_up_ballot", "made_up_choice", "made_up_proposal", "made_up_glance"
TEXT = "privacy.show.of-people"
BALLOTS = Keeps(
    BALLOT,
    TEXT,
    person="voter",
    server="server",
    stays_nameless=True,
    nameless_where=("closed", 1),
    parts=((CHOICE, "ballot"),),
)
GLANCES = Keeps(GLANCE, TEXT, person="person", server="server", since="made", days=30)
KEEPS = (
    BALLOTS,
    Keeps(PROPOSAL, TEXT, person="proposer"),
    Keeps(PROPOSAL, TEXT, person="decider", stays_nameless=True),
    GLANCES,
)


def add_tables(database: Path) -> None:
    """Add the tables to a database file that the bot has made."""
    connection = sqlite3.connect(database)
    connection.executescript(TABLES)
    connection.close()


def ballots() -> Feature:
    """The feature."""
    return Feature("ballots", keeps=KEEPS)
