"""Violations of every rule, which tests/test_architecture.py must find."""

BROKEN_CONTRACTS = (
    ("bot/films/service/films.py", "import bot.polls.service.votes"),
    ("bot/picks/service/picks.py", "import bot.ops.backup"),
    ("bot/transport/shards.py", "import bot.help.service"),
    ("bot/core/clock.py", "import bot.transport.shards"),
    ("bot/films/rules/film.py", "import bot.films.service.cache"),
    ("bot/films/rules/film.py", "import discord"),
    ("bot/films/queries/films.py", "import bot.films.service.cache"),
    ("bot/films/service/films.py", "import bot.films.cards.film_parts"),
    ("bot/films/cards/film_parts.py", "import bot.films.service.cache"),
    ("bot/films/handlers/film_card.py", "import bot.films.queries.films"),
    ("bot/films/service/films.py", "import bot.settings.queries"),
    ("bot/films/service/films.py", "import bot.tmdb.queries.cache"),
    ("bot/picks/service/picks.py", "import bot.films.queries.films"),
    ("bot/picks/service/picks.py", "import bot.tears.queries.ratings"),
    ("bot/polls/service/votes.py", "import bot.picks.handlers.pick"),
    ("bot/films/service/films.py", "import aiosqlite"),
    ("bot/app.py", "import simcord"),
    ("bot/polls/rules/poll.py", "import rapidfuzz"),
    ("bot/core/text/cleaning.py", "import bot.core.interactions.context"),
)
"""A file, and the import in it that breaks a contract of pyproject.toml."""

BANNED = (
    "import os\n\nTOKEN = os.environ",
    "import time\n\n\ndef now() -> float:\n    return time.time()",
    "from datetime import datetime\n\n\ndef now() -> datetime:\n    return datetime.now()",
    "import random\n\n\ndef roll() -> float:\n    return random.random()",
    "import secrets\n\n\ndef seed() -> bytes:\n    return secrets.token_bytes()",
    "import unicodedata\n\n\ndef fold(text: str) -> str:\n    return unicodedata.normalize('NFC', text)",
    "import asyncio\n\n\ndef wait() -> object:\n    return asyncio.Event()",
)

BROKEN_FILES = (
    ("bot/films/service/films.py", 'SQL = "SELECT 1 FROM film"\n', "SQL outside queries"),
    ("bot/films/cards/film_parts.py", 'SQL = f"UPDATE film SET tears = {1}"\n', "SQL outside queries"),
    ("bot/privacy/feature.py", 'log.info("erased id=%d", erased_id)\n', "the log may not say erased_id"),
    (
        "bot/core/jobs.py",
        'log.info("failed id=%d", context.interaction.id)\n',
        "the log may not say context.interaction.id",
    ),
    ("bot/settings/queries.py", 'SQL = "SELECT id FROM poll"\n', "the table poll belongs to polls"),
    ("bot/settings/queries.py", 'SQL = "SELECT max(1, 2)"\n', "is for SQLite only"),
    ("bot/films/queries/films.py", 'SQL = "INSERT OR IGNORE INTO film"\n', "is for SQLite only"),
    ("bot/films/queries/films.py", 'def f() -> str:\n    return "slug LIKE :x"\n', "is for SQLite only"),
    ("bot/films/rules/film.py", "seen = 3\n", "seen is a variable of the module"),
    ("bot/films/rules/film.py", "SEEN = {}\n", "SEEN can be changed"),
    ("bot/films/rules/film.py", "SEEN: dict[str, int] = {}\n", "SEEN can be changed"),
    ("bot/films/rules/film.py", 'TEXT = open("x").read()\n', "TEXT is read at import"),
    ("bot/films/rules/film.py", "for x in range(3):\n    X = x\n", "runs at import"),
    ("bot/films/rules/film.py", "print()\n", "runs at import"),
    ("bot/films/rules/film.py", "def f() -> None:\n    global X\n", "global X"),
    ("bot/films/__init__.py", "X = 1\n", "an __init__.py stays empty"),
    ("bot/films/rules/film.py", "\n" * 301, "301 lines, over 300"),
    ("bot/films/rules/film.py", "def f():\n" + "    pass\n" * 51, "f has 52 lines, over 50"),
    ("bot/films/cards/film_parts.py", "from discord import Embed, ui\n", "a card imports ui"),
    ("bot/films/cards/film_parts.py", "import discord\n", "a card imports all of discord"),
    ("bot/films/rules/film.py", "def f(film_ids: list[int]) -> None: ...\n", "film_ids is a plain int"),
    ("bot/films/rules/film.py", "class Film: ...\nclass Film: ...\n", "Film is defined in"),
)
"""A file, the content that breaks a rule, and the words that the reported fault must contain."""
