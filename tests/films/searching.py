"""What the tests of searching share."""

from bot.core.storage.database import Database
from bot.films.queries import write
from bot.films.rules.film import Entry, Film, Heading, Name
from bot.films.rules.found import Nothing, Page
from bot.films.rules.wanted import Wanted
from bot.films.service.films import Films
from bot.films.service.search import Searches

SAM, JIWOO, OURS = 1, 2, 5


class Clock:
    """A clock that a test sets."""

    now = 1_800_000_000

    def __call__(self) -> int:
        return self.now


async def titles(searches: Searches, wanted: Wanted, server: int | None = None) -> set[str]:
    films = Films(searches.database)
    return {film.english for film in await films.headings(await searches.matching(wanted, server), server)}


async def page(searches: Searches, wanted: Wanted, person: int = SAM) -> Page:
    found = await searches.begin(wanted, person, None)
    assert isinstance(found, Page)
    return found


async def nothing(searches: Searches, wanted: Wanted) -> Nothing:
    found = await searches.begin(wanted, SAM, None)
    assert isinstance(found, Nothing)
    return found


async def put(database: Database, title: str, server: int | None = None, **known: object) -> int:
    """A film of that title beside the catalogue's."""
    film = Film(Heading(0, title, None, 2020, "KR"), **known)  # type: ignore[arg-type]  # fields by name
    async with database.transaction() as writer:
        return await write.put_film(writer, Entry(f"mine-{len(title)}", film, (Name("english", title),)), server)
