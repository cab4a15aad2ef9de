"""The SQL statements for picks; a pick is stored so that the buttons below it keep working."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.core.storage.sql import Reader, SqlFragment, Values, Writer
from bot.films.rules.search.film_filter import from_json, to_json
from bot.ids import DeckId, FilmId, GuildId, PickId, UserId
from bot.picks.queries.matching_cards import CARDS, UNDRAWN
from bot.picks.rules.pick import Pick, Requester
from bot.picks.rules.pick_filter import PickFilter

SELECT_PICK = (
    "SELECT id, deck_id, user_id, guild_id, film_id, times_drawn, pick_filter, is_put_back, created_at FROM pick"
)


class PickRow(Struct, frozen=True):
    """A row of the table `pick`."""

    id: PickId
    deck_id: DeckId
    user_id: UserId
    guild_id: GuildId | None
    film_id: FilmId | None
    times_drawn: int
    pick_filter: str
    is_put_back: int
    created_at: int

    def to_pick(self) -> Pick:
        """Return the row as a pick."""
        return Pick(
            self.id,
            self.deck_id,
            Requester(self.user_id, self.guild_id),
            self.film_id,
            self.times_drawn,
            from_json(self.pick_filter, PickFilter),
            bool(self.is_put_back),
            self.created_at,
        )


class DrawnRow(Struct, frozen=True):
    """The columns of a new pick that the draw determines."""

    id: PickId
    film_id: FilmId
    times_drawn: int


async def draw_card(writer: Writer, pick: Pick, condition: SqlFragment, replaced_pick_id: PickId | None) -> Pick | None:
    """Draw the first matching card and store it as this pick; return None if no card matches."""
    columns = _columns(pick) | {"replaced_pick_id": replaced_pick_id}
    rows = await writer.select(
        DrawnRow,
        f"INSERT INTO pick ({', '.join(columns)}, film_id, times_drawn)"
        f" SELECT {_placeholders(columns)}, deck_card.film_id, deck_card.times_drawn FROM {CARDS}"
        f" AND {UNDRAWN} AND {condition.sql} ORDER BY deck_card.position LIMIT 1 RETURNING id, film_id, times_drawn",
        {**condition.values, **_prefixed_values(columns), "deck_id": pick.deck_id},
    )
    if not rows:
        return None
    drawn = rows[0]
    sql = (
        "UPDATE deck_card SET position = NULL, last_pick_id = :pick_id, times_drawn = times_drawn + 1"
        " WHERE deck_id = :deck_id AND film_id = :film_id"
    )
    await writer.execute(sql, {"pick_id": drawn.id, "deck_id": pick.deck_id, "film_id": drawn.film_id})
    return replace(pick, id=drawn.id, film_id=drawn.film_id, times_drawn=drawn.times_drawn)


async def save_no_match(writer: Writer, pick: Pick) -> Pick:
    """Store a pick for which no card matched, and return it with its id."""
    columns = _columns(pick)
    sql = f"INSERT INTO pick ({', '.join(columns)}, times_drawn) VALUES ({_placeholders(columns)}, 0) RETURNING id"
    return replace(pick, id=(await writer.execute(sql, _prefixed_values(columns)))[0][0])


async def delete_oldest(writer: Writer, user_id: UserId, limit: int) -> None:
    """Delete all of a person's picks except the `limit` newest."""
    newest = "SELECT id FROM pick WHERE user_id = :user_id ORDER BY id DESC LIMIT :limit"
    sql = f"DELETE FROM pick WHERE user_id = :user_id AND id NOT IN ({newest})"
    await writer.execute(sql, {"user_id": user_id, "limit": limit})


async def find_pick(reader: Reader, pick_id: PickId, since: int) -> Pick | None:
    """Return a pick that was made after the epoch second `since`, or None if there is none."""
    sql = f"{SELECT_PICK} WHERE id = :id AND created_at > :since"
    rows = await reader.select(PickRow, sql, {"id": pick_id, "since": since})
    return rows[0].to_pick() if rows else None


async def find_replacement(reader: Reader, pick_id: PickId) -> Pick | None:
    """Return the pick that replaced this one, or None if there is none."""
    rows = await reader.select(PickRow, f"{SELECT_PICK} WHERE replaced_pick_id = :id", {"id": pick_id})
    return rows[0].to_pick() if rows else None


def _columns(pick: Pick) -> dict[str, object]:
    return {
        "deck_id": pick.deck_id,
        "guild_id": pick.requester.guild_id,
        "user_id": pick.requester.user_id,
        "created_at": pick.created_at,
        "pick_filter": to_json(pick.pick_filter),
    }


def _placeholders(columns: Iterable[str]) -> str:
    """Return named parameters for the columns, with names that no condition uses."""
    return ", ".join(f":pick_{column}" for column in columns)


def _prefixed_values(columns: Values) -> dict[str, object]:
    return {f"pick_{column}": value for column, value in columns.items()}


async def mark_put_back(writer: Writer, pick_id: PickId) -> None:
    """Record that the film of this pick was put back."""
    await writer.execute("UPDATE pick SET is_put_back = 1 WHERE id = :id", {"id": pick_id})
