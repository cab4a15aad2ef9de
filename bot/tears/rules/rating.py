"""Ratings: how many tissues a person needed for a film, and the moment that made them cry."""

from typing import Final

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.text import escaping
from bot.ids import FilmId, GuildId, RatingId, UserId
from bot.tears.rules.board import FilmTears

MAX_TISSUES: Final = 5
MAX_MOMENT_LENGTH: Final = 200
"""The maximum number of characters in a moment."""


class RatingKey(Struct, frozen=True):
    """Whose rating of which film, in which server."""

    guild_id: GuildId
    user_id: UserId
    film_id: FilmId

    def values(self) -> dict[str, object]:
        """Return the key as named parameters."""
        return {"guild_id": self.guild_id, "user_id": self.user_id, "film_id": self.film_id}


class Rating(Struct, frozen=True):
    """A person's rating of a film in a server."""

    id: RatingId
    film_id: FilmId
    tissues: int
    moment: str | None
    rated_at: int


class RatedFilm(Struct, frozen=True):
    """A person's rating of a film in a server, and everybody's ratings of it; each is None if there is none."""

    rating: Rating | None
    tears: FilmTears | None


def parse_tissues(text: str) -> int:
    """Return the number of tissues in a component's argument; raise UserError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) == 1 and int(text) <= MAX_TISSUES):
        raise UserError("core.unknown-press")
    return int(text)


def clean_moment(text: str) -> str | None:
    """Return a typed moment as one line within the limit, or None if nothing visible is left of it."""
    return escaping.truncate(escaping.clean(text), MAX_MOMENT_LENGTH) or None
