"""What was drawn, kept so that its buttons know."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.films.rules.search.years import YearRange
from bot.picks.queries.eligibility import CARDS, UNDRAWN, Fits
from bot.picks.rules.pick import Pick, Requester
from bot.picks.rules.pick_filter import PickFilter

WISH = "mood, ending, service, on_mine, longest, first_year, last_year, tears, calm"
PICK = f"SELECT id, deck, person, server, film, times, put_back, made, {WISH} FROM pick"  # noqa: S608  # our own constants


async def draw(writer: Writer, pick: Pick, fits: Fits, instead_of: int | None) -> Pick | None:
    """Draw the first card that fits and keep that as this pick, perhaps in another's place; None where none fits."""
    columns = _columns(pick) | {"instead_of": instead_of}
    rows = await writer.execute(
        f"INSERT INTO pick ({', '.join(columns)}, film, times) SELECT {_places(columns)}, film.id, deck_card.times"  # noqa: S608  # our own conditions, named values
        f" FROM {CARDS} AND {UNDRAWN} AND {fits.sql} ORDER BY deck_card.place LIMIT 1 RETURNING id, film, times",
        {**fits.values, **_named(columns), "deck": pick.deck_id},
    )
    if not rows:
        return None
    key, film, times = rows[0]
    sql = "UPDATE deck_card SET place = NULL, drawn = :pick, times = times + 1 WHERE deck = :deck AND film = :film"
    await writer.execute(sql, {"pick": key, "deck": pick.deck_id, "film": film})
    return replace(pick, id=key, film=film, times=times)


async def keep_without_film(writer: Writer, pick: Pick) -> Pick:
    """Keep that nothing fitted."""
    columns = _columns(pick)
    sql = f"INSERT INTO pick ({', '.join(columns)}, times) VALUES ({_places(columns)}, 0) RETURNING id"  # noqa: S608  # the names below
    return replace(pick, id=(await writer.execute(sql, _named(columns)))[0][0])


async def drop_oldest(writer: Writer, person: int, kept: int) -> None:
    """Delete all of a person's picks but the newest."""
    newest = "SELECT id FROM pick WHERE person = :person ORDER BY id DESC LIMIT :kept"
    sql = f"DELETE FROM pick WHERE person = :person AND id NOT IN ({newest})"  # noqa: S608  # our own constants
    await writer.execute(sql, {"person": person, "kept": kept})


async def pick_of(reader: Reader, key: int, since: int) -> Pick | None:
    """A pick that was made after the epoch second `since`; None where there is none."""
    rows = await reader.execute(f"{PICK} WHERE id = :key AND made > :since", {"key": key, "since": since})
    return _pick(rows[0]) if rows else None


async def replacement(reader: Reader, key: int) -> Pick | None:
    """The pick that took the place of this one."""
    rows = await reader.execute(f"{PICK} WHERE instead_of = :key", {"key": key})
    return _pick(rows[0]) if rows else None


def _pick(row: Row) -> Pick:
    key, deck, person, server, film, times, put_back, made, *wish = row
    return Pick(key, deck, Requester(person, server), film, times, _wish(wish), bool(put_back), made)


def _wish(row: Row) -> PickFilter:
    mood, ending, service, on_mine, longest, first, last, tears, calm = row
    years = YearRange(first, last) if first or last else None
    return PickFilter(mood, ending, service, bool(on_mine), longest, years, tears, bool(calm))


def _columns(pick: Pick) -> dict[str, object]:
    wish = pick.pick_filter
    return {
        "deck": pick.deck_id,
        "server": pick.requester.guild_id,
        "person": pick.requester.user_id,
        "made": pick.created_at,
        "mood": wish.mood,
        "ending": wish.ending,
        "service": wish.service,
        "on_mine": int(wish.on_mine),
        "longest": wish.longest,
        "first_year": wish.years.first if wish.years else None,
        "last_year": wish.years.last if wish.years else None,
        "tears": wish.tears,
        "calm": int(wish.calm),
    }


def _places(columns: Iterable[str]) -> str:
    """The columns' named parameters, called otherwise than those of any condition."""
    return ", ".join(f":pick_{column}" for column in columns)


def _named(columns: Values) -> dict[str, object]:
    return {f"pick_{column}": value for column, value in columns.items()}


async def set_put_back(writer: Writer, key: int) -> None:
    """Remember that the film of this pick was put back."""
    await writer.execute("UPDATE pick SET put_back = 1 WHERE id = :key", {"key": key})
