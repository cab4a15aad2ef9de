"""A sample feature with every kind of personal data table, because real features change."""

import sqlite3
from pathlib import Path

from bot.core.feature import Feature
from bot.core.personal_data import PersonalDataTable

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
BALLOTS = PersonalDataTable(
    BALLOT,
    TEXT,
    user_column="voter",
    guild_column="server",
    anonymize=True,
    anonymize_where=("closed", 1),
    child_tables=((CHOICE, "ballot"),),
)
GLANCES = PersonalDataTable(
    GLANCE, TEXT, user_column="person", guild_column="server", created_column="made", retention_days=30
)
DECLARATIONS = (
    BALLOTS,
    PersonalDataTable(PROPOSAL, TEXT, user_column="proposer"),
    PersonalDataTable(PROPOSAL, TEXT, user_column="decider", anonymize=True),
    GLANCES,
)


def add_tables(database: Path) -> None:
    """Add the sample tables to a database of the bot."""
    connection = sqlite3.connect(database)
    connection.executescript(TABLES)
    connection.close()


def sample_feature() -> Feature:
    """Return the sample feature."""
    return Feature("ballots", personal_data=DECLARATIONS)
