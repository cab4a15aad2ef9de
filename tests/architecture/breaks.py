"""One small act against each rule of the house, and the lines that look like one and are none."""

from typing import NamedTuple


class Line(NamedTuple):
    """What is written at the end of a file of the bot, and a part of what must be said about it."""

    file: str
    code: str
    said: str = ""


def _import(file: str, module: str, rule: str = "HOUSE: drawers") -> Line:
    return Line(file, f"import {module}", f"may not import {module} ({rule})")


LONG_COMMAND = "@film.command()\nasync def show(a):\n" + "    a.b()\n" * 11

DRAWERS = (
    _import("films/rules.py", "bot.films.queries"),
    _import("films/rules.py", "bot.core.storage.database"),
    _import("films/rules.py", "discord"),
    _import("watched/rules.py", "rapidfuzz"),
    _import("films/rules/match.py", "bot.films.service"),
    _import("films/queries.py", "bot.films.service"),
    _import("films/queries.py", "bot.core.clock"),
    _import("films/queries.py", "discord"),
    _import("films/service.py", "bot.films.cards"),
    _import("films/service.py", "bot.core.text.translations"),
    _import("films/service.py", "discord"),
    _import("films/catalogue.py", "bot.films.cards"),
    _import("films/catalogue.py", "discord"),
    _import("films/cards.py", "bot.films.queries"),
    _import("films/cards.py", "bot.films.service"),
    _import("films/cards.py", "bot.core.interactions.dispatcher"),
    _import("films/pictures.py", "bot.films.cards"),
    _import("films/pictures.py", "discord"),
    _import("films/forms.py", "bot.films.queries"),
    _import("films/forms.py", "bot.films.buttons"),
    _import("films/buttons.py", "bot.films.queries"),
    _import("films/buttons.py", "bot.films.commands"),
    _import("films/commands.py", "bot.films.queries"),
    _import("films/commands.py", "bot.films.jobs"),
    _import("films/jobs.py", "bot.films.queries"),
    _import("films/jobs.py", "bot.films.commands"),
    _import("films/commands.py", "bot.films.feature"),
    _import("films/feature.py", "rapidfuzz"),
    Line("films/cards.py", "from discord import File", "may not import discord.File"),
    Line("films/cards.py", "import discord\nview = discord.ui.View", "may not import discord.ui"),
    Line("films/cards.py", "from .queries import Rows", "may not import bot.films.queries"),
    Line("films/cards.py", "from bot.films import queries", "may not import bot.films.queries"),
    Line("films/cards.py", "import bot.films.rules\nfind = bot.films.queries.find", "may not import bot.films.queries"),
    Line("films/helpers.py", "", "helpers.py is no drawer of films (HOUSE: drawers)"),
    Line("polls/catalogue.py", "", "catalogue.py is no drawer of polls (HOUSE: drawers)"),
    Line("films/words.py", "", "words.py is no drawer of films (HOUSE: drawers)"),
    Line("films/buttons/helpers.py", "import bot.films.queries", "buttons may not import bot.films.queries"),
)

DIRECTION = (
    _import("kit/look.py", "bot.films.rules", "HOUSE: kit knows no feature"),
    _import("kit/feature.py", "bot.app", "HOUSE: kit knows no feature"),
    _import("kit/database.py", "bot.config", "HOUSE: kit knows no feature"),
    _import("settings/service.py", "bot.films.service", "HOUSE: direction"),
    _import("films/cards.py", "bot.tears.cards", "HOUSE: direction"),
    _import("watched/service.py", "bot.tears.service", "HOUSE: direction"),
    _import("tears/service.py", "bot.picks.service", "HOUSE: direction"),
    _import("picks/service.py", "bot.polls.service", "HOUSE: direction"),
    _import("films/service.py", "bot.suggestions.service", "HOUSE: direction"),
    _import("suggestions/service.py", "bot.watched.service", "HOUSE: direction"),
    _import("help/commands.py", "bot.films.service", "HOUSE: direction"),
    _import("privacy/commands.py", "bot.tears.service", "HOUSE: direction"),
    _import("films/feature.py", "bot.app", "HOUSE: direction"),
    _import("films/commands.py", "bot.transport.gateway", "HOUSE: direction"),
    _import("films/service.py", "bot.config", "HOUSE: direction"),
    _import("films/jobs.py", "bot.ops.backup", "HOUSE: direction"),
    _import("kit/database.py", "bot.ops.backup", "HOUSE: kit knows no feature"),
    _import("client.py", "bot.ops.health", "HOUSE: one place of wiring"),
    _import("running.py", "bot.ops.backup", "HOUSE: one place of wiring"),
    _import("keeping/doctor.py", "bot.films.catalogue", "HOUSE: direction"),
    _import("keeping/doctor.py", "bot.app", "HOUSE: direction"),
    _import("films/jobs.py", "bot.demo", "HOUSE: direction"),
    _import("polls/buttons.py", "bot.tears.buttons"),
    _import("polls/queries.py", "bot.tears.queries"),
    _import("polls/commands.py", "bot.films.catalogue"),
    _import("polls/feature.py", "bot.tears.feature"),
    _import("app.py", "bot.films.cards", "HOUSE: one place of wiring"),
    _import("client.py", "bot.films.feature", "HOUSE: one place of wiring"),
    _import("gateway.py", "bot.core.clock", "HOUSE: one place of wiring"),
    _import("running.py", "bot.films.feature", "HOUSE: one place of wiring"),
    _import("demo.py", "bot.films.feature", "HOUSE: one place of wiring"),
    _import("__main__.py", "bot.films.catalogue", "HOUSE: one place of wiring"),
    _import("__main__.py", "bot.transport.gateway", "HOUSE: one place of wiring"),
    _import("config.py", "bot.app", "HOUSE: one place of wiring"),
    Line("helpers.py", "", "helpers is no room (HOUSE: rooms)"),
    Line("extras/rules.py", "", "extras is no room (HOUSE: rooms)"),
)

LIBRARIES = (
    _import("films/queries.py", "aiosqlite"),
    _import("films/queries.py", "bot.core.storage.database"),
    _import("films/service.py", "sqlite3"),
    _import("app.py", "sqlite3", "HOUSE: libraries"),
    _import("keeping/backup.py", "sqlite3", "HOUSE: libraries"),
    _import("keeping/health.py", "discord", "HOUSE: libraries"),
    _import("app.py", "dotenv", "HOUSE: libraries"),
    _import("client.py", "simcord", "HOUSE: libraries"),
    _import("config.py", "discord", "HOUSE: libraries"),
    _import("kit/refusals.py", "discord", "HOUSE: libraries"),
    _import("kit/clock.py", "discord", "HOUSE: libraries"),
    Line("kit/look.py", "from discord import Embed", "may not import discord.Embed"),
)

HABITS = (
    Line("films/service.py", 'x = lambda: "SELECT id FROM film"', "SQL is only in queries"),
    Line("films/jobs.py", 'x = lambda n: f"""\n    UPDATE film SET name = {n}"""', "SQL is only in queries"),
    Line("kit/clock.py", 'x = lambda: "BEGIN"', "SQL is only in queries"),
    Line("app.py", "import os\ndef f(): return os.environ['TOKEN']", "os.environ is used here"),
    Line("films/service.py", "from os import getenv", "one reader of the environment"),
    Line("films/rules.py", "import unicodedata\ndef f(x): return unicodedata.normalize('NFC', x)", "one door for text"),
    Line("kit/look.py", "from unicodedata import normalize\ndef f(x): return normalize('NFC', x)", "one door for text"),
    Line("polls/service.py", "from datetime import datetime\ndef f(): return datetime.now()", "one clock"),
    Line("polls/service.py", "import datetime as d\ndef f(): return d.datetime.now(d.UTC)", "one clock"),
    Line("polls/jobs.py", "import time\ndef f(): return time.time()", "one clock"),
    Line("polls/buttons.py", "import discord\ndef f(): return discord.utils.utcnow()", "one clock"),
    Line("picks/rules.py", "import random\ndef f(): return random.choice([1])", "one source of randomness"),
    Line("picks/rules.py", "from random import shuffle", "one source of randomness"),
    Line("picks/rules.py", "from random import Random\ndef f(): return Random(1)", "one source of randomness"),
    Line("polls/jobs.py", "import asyncio\ndef f(): return asyncio.Event()", "no waiting in tasks"),
    Line("app.py", "from asyncio import Queue", "no waiting in tasks"),
    Line("films/rules.py", "cache = None", "cache is a variable of the module"),
    Line("films/rules.py", "SEEN = {}", "SEEN can be changed"),
    Line("films/rules.py", "SEEN: list[int] = []", "SEEN can be changed"),
    Line("films/rules.py", "SEEN: dict[str, int] = dict(a=1)", "SEEN can be changed"),
    Line("films/rules.py", "if True:\n    SEEN = [n for n in ()]", "SEEN can be changed"),
    Line("films/rules.py", "def f():\n    global x", "global x"),
    Line("films/rules.py", "print(1)", "`print(1)` runs at import"),
    Line("films/rules.py", "for N in (): pass", "runs at import"),
    Line("films/cards.py", "TEXTS = tuple(open('messages.en.toml'))", "TEXTS is read at import"),
    Line("films/__init__.py", "X = 1", "__init__.py files are empty"),
    Line("films/rules.py", "X = 1\n" * 301, "over 300 (HOUSE: sizes)"),
    Line("films/rules.py", "def f(a):\n" + "    a()\n" * 50, "f has 51 lines, over 50"),
    Line("films/commands.py", LONG_COMMAND, "command show has 11 lines, over 10"),
)

BREAKS = DRAWERS + DIRECTION + LIBRARIES + HABITS

ALLOWED = (
    Line("films/rules.py", "import rapidfuzz\nfrom bot.core.errors import Refusal"),
    Line("films/rules/match.py", "from bot.films.rules.normalization.hangul import jamo\nfrom rapidfuzz import fuzz"),
    Line("films/queries.py", 'SHOW = """\n    SELECT id FROM film"""\nimport bot.core.storage.sql, bot.films.rules'),
    Line("films/cards.py", "import discord\ndef f() -> discord.Embed: return discord.Embed(colour=discord.Colour(1))"),
    Line("polls/service.py", "import bot.tears.service, bot.films.rules, bot.polls.queries, bot.core.clock"),
    Line("polls/cards.py", "from bot.films import cards\nfrom bot.films.rules import Film\nfrom bot.kit import look"),
    Line(
        "polls/buttons.py",
        "from bot.films.service.films import find\nfrom bot.core.interactions.dispatcher import x\nimport discord.ui",
    ),
    Line("suggestions/service.py", "import bot.films.service, bot.settings.service"),
    Line("films/catalogue.py", "import json, bot.films.queries, bot.films.service, bot.core.storage.database"),
    Line("films/feature.py", "import bot.films.commands, bot.films.catalogue, bot.core.feature"),
    Line(
        "app.py",
        "import bot.films.feature, bot.films.catalogue, bot.transport.gateway, bot.config, random\nR = random.Random",
    ),
    Line("demo.py", "import simcord, time, bot.app\ndef f(): return time.time()"),
    Line("config.py", "import os, dotenv\ndef f(): return os.environ"),
    Line("kit/connection.py", "import sqlite3, aiosqlite\nBEGIN = 'BEGIN IMMEDIATE'"),
    Line("kit/copies.py", "import sqlite3, bot.core.storage.database\nQUICK = 'PRAGMA quick_check'"),
    Line("keeping/doctor.py", "import bot.config, bot.core.process_lock, bot.ops.health"),
    Line("__main__.py", "import bot.ops.cli"),
    Line("running.py", "import bot.ops.health"),
    Line("picks/rules.py", "import random\ndef f(chance: random.Random) -> int: return chance.randrange(9)"),
    Line(
        "polls/rules.py",
        "import datetime as d\ndef f(now: int) -> d.datetime: return d.datetime.fromtimestamp(now, d.UTC)",
    ),
    Line("films/service.py", 'def f() -> None:\n    """SELECT one film."""'),
    Line("films/service.py", "import logging\nlog = logging.getLogger(__name__)\nSELECTED = 'SELECTED by hand'"),
    Line(
        "films/rules.py",
        "from collections.abc import Mapping\nSEEN: Mapping[str, int] = {}\nSizes = dict[str, int]\n__all__ = ['f']",
    ),
    Line("films/commands.py", LONG_COMMAND.replace("    a.b()\n", "", 1)),
    Line("__main__.py", "if __name__ == '__main__':\n    print(1)"),
    Line("films/messages.en.toml", ""),
)
