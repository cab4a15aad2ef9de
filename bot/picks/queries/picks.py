"""What was drawn, kept so that its buttons know."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.films.rules.search.years import YearRange
from bot.picks.queries.eligibility import CARDS, UNDRAWN, CardCondition
from bot.picks.rules.pick import Pick, Requester
from bot.picks.rules.pick_filter import PickFilter

FILTER_COLUMNS = "mood, ending, service, on_mine, longest, first_year, last_year, tears, calm"
SELECT_PICK = f"SELECT id, deck, person, server, film, times, put_back, made, {FILTER_COLUMNS} FROM pick"


async def draw_card(writer: Writer, pick: Pick, condition: CardCondition, replaced_pick_id: int | None) -> Pick | None:
    """Draw the first card that fits and keep that as this pick, perhaps in another's place; None where none fits."""
    columns = _columns(pick) | {"instead_of": replaced_pick_id}
    rows = await writer.execute(
        f"INSERT INTO pick ({', '.join(columns)}, film, times)"
        f" SELECT {_placeholders(columns)}, film.id, deck_card.times FROM {CARDS}"
        f" AND {UNDRAWN} AND {condition.sql} ORDER BY deck_card.place LIMIT 1 RETURNING id, film, times",
        {**condition.values, **_prefixed_values(columns), "deck": pick.deck_id},
    )
    if not rows:
        return None
    pick_id, film_id, times_drawn = rows[0]
    sql = "UPDATE deck_card SET place = NULL, drawn = :pick, times = times + 1 WHERE deck = :deck AND film = :film"
    await writer.execute(sql, {"pick": pick_id, "deck": pick.deck_id, "film": film_id})
    return replace(pick, id=pick_id, film_id=film_id, times_drawn=times_drawn)


async def save_no_match(writer: Writer, pick: Pick) -> Pick:
    """Keep that nothing fitted."""
    columns = _columns(pick)
    sql = f"INSERT INTO pick ({', '.join(columns)}, times) VALUES ({_placeholders(columns)}, 0) RETURNING id"
    return replace(pick, id=(await writer.execute(sql, _prefixed_values(columns)))[0][0])


async def delete_oldest(writer: Writer, user_id: int, limit: int) -> None:
    """Delete all of a person's picks but the newest."""
    newest = "SELECT id FROM pick WHERE person = :person ORDER BY id DESC LIMIT :kept"
    sql = f"DELETE FROM pick WHERE person = :person AND id NOT IN ({newest})"
    await writer.execute(sql, {"person": user_id, "kept": limit})


async def find_pick(reader: Reader, pick_id: int, since: int) -> Pick | None:
    """A pick that was made after the epoch second `since`; None where there is none."""
    rows = await reader.execute(f"{SELECT_PICK} WHERE id = :key AND made > :since", {"key": pick_id, "since": since})
    return _build_pick(rows[0]) if rows else None


async def find_replacement(reader: Reader, pick_id: int) -> Pick | None:
    """The pick that took the place of this one."""
    rows = await reader.execute(f"{SELECT_PICK} WHERE instead_of = :key", {"key": pick_id})
    return _build_pick(rows[0]) if rows else None


def _build_pick(row: Row) -> Pick:
    pick_id, deck, user_id, guild_id, film_id, times_drawn, is_put_back, created_at, *pick_filter = row
    return Pick(
        pick_id,
        deck,
        Requester(user_id, guild_id),
        film_id,
        times_drawn,
        _build_filter(pick_filter),
        bool(is_put_back),
        created_at,
    )


def _build_filter(row: Row) -> PickFilter:
    mood, ending, service, on_mine, longest, first, last, tears, calm = row
    years = YearRange(first, last) if first or last else None
    return PickFilter(mood, ending, service, bool(on_mine), longest, years, tears, bool(calm))


def _columns(pick: Pick) -> dict[str, object]:
    pick_filter = pick.pick_filter
    return {
        "deck": pick.deck_id,
        "server": pick.requester.guild_id,
        "person": pick.requester.user_id,
        "made": pick.created_at,
        "mood": pick_filter.mood,
        "ending": pick_filter.ending,
        "service": pick_filter.service,
        "on_mine": int(pick_filter.on_mine),
        "longest": pick_filter.longest,
        "first_year": pick_filter.years.first if pick_filter.years else None,
        "last_year": pick_filter.years.last if pick_filter.years else None,
        "tears": pick_filter.tears,
        "calm": int(pick_filter.calm),
    }


def _placeholders(columns: Iterable[str]) -> str:
    """The columns' named parameters, called otherwise than those of any condition."""
    return ", ".join(f":pick_{column}" for column in columns)


def _prefixed_values(columns: Values) -> dict[str, object]:
    return {f"pick_{column}": value for column, value in columns.items()}


async def mark_put_back(writer: Writer, pick_id: int) -> None:
    """Remember that the film of this pick was put back."""
    await writer.execute("UPDATE pick SET put_back = 1 WHERE id = :key", {"key": pick_id})
