"""The one place where things are built and wired, opened and closed in reverse order; lists the features."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot import running
from bot.client import NunmulClient
from bot.films import catalogue
from bot.films.feature import films_feature
from bot.films.service.films import Films
from bot.help.feature import help_feature
from bot.keeping.backup import before_migration
from bot.kit.clock import Clock, wall_clock
from bot.kit.database import Database
from bot.kit.feature import Feature, Kit
from bot.kit.lock import hold
from bot.kit.reply import Replies
from bot.kit.words import Readers, Words

BOT = Path(__file__).parent
DATA = BOT.parent / "data"
CATALOGUE = DATA / "films.json"


def features(kit: Kit, data: Path, more: Sequence[Feature] = ()) -> Sequence[Feature]:
    """Every feature; films comes last because the others may add to its cards."""
    films = Films(kit.database)
    listed = [help_feature(), *more]
    listed.append(films_feature(kit, films, data, listed))
    return listed


@asynccontextmanager
async def opened(
    database: Path,
    *,
    clock: Clock = wall_clock,
    readers: Readers | None = None,
    data: Path = DATA,
    more: Sequence[Feature] = (),
) -> AsyncIterator[NunmulClient]:
    """The client with everything it needs, not connected yet; `more` are features beside our own (tests bring some)."""
    kept = await Database.open(database)
    try:
        words = read_words()
        readers = readers or Readers()
        kit = Kit(kept, words, Replies(words, readers), clock, readers)
        yield NunmulClient(kit, features(kit, data, more))
    finally:
        await kept.close()


def read_words() -> Words:
    """Every words file that lies beside the code."""
    return Words.read(sorted(path.parent for path in BOT.rglob("words.en.toml")))


async def run(database: Path, token: str) -> None:
    """Run the bot until it is stopped."""
    with hold(database):
        await before_migration(database, wall_clock)
        async with opened(database) as client:
            await running.run(client, token, database)


def check_catalogue(file: Path) -> Sequence[catalogue.Fault]:
    """What is wrong with a films file; our own catalogue is held to more."""
    own = file.resolve() == CATALOGUE.resolve()
    return catalogue.check(file, catalogue.read_reference(DATA), own=own)
