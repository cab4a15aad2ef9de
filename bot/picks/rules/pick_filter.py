"""The filters of a random pick."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from bot.films.rules.search.film_filter import FilmFilter, FilmViewer, active_conditions, without_conditions
from bot.films.rules.search.years import YearRange
from bot.picks.rules.moods import Mood
from bot.picks.rules.preferences import UserPreferences


class PickFilter(Struct, frozen=True):
    """Filters of a draw; `on_mine` means any of the person's own services."""

    mood: str | None = None
    ending: str | None = None
    service: str | None = None
    on_mine: bool = False
    max_minutes: int | None = None
    years: YearRange | None = None
    tears: int | None = None
    calm: bool = False

    @property
    def active(self) -> tuple[str, ...]:
        """Return the names of the filters that are set, in order."""
        return active_conditions(self)

    def without(self, *names: str) -> "PickFilter":
        """Return the filter without the conditions that have these names."""
        return without_conditions(self, *names)


FILTERS: Final = PickFilter.__struct_fields__
"""The names of all filters, in the order of the command's options."""


def to_film_filter(
    pick_filter: PickFilter, moods: Mapping[str, Mood], strong_notes: Sequence[str], preferences: UserPreferences
) -> FilmFilter:
    """Return the film filter for a pick and a person's preferences; it has the mood's themes, not its genres."""
    mood = moods.get(pick_filter.mood or "")
    return FilmFilter(
        themes=mood.themes if mood else (),
        ending=pick_filter.ending,
        years=pick_filter.years,
        max_minutes=pick_filter.max_minutes,
        services=(pick_filter.service,) if pick_filter.service else (),
        on_mine=pick_filter.on_mine,
        tears=pick_filter.tears,
        excluded_notes=(*preferences.notes, *(strong_notes if pick_filter.calm else ())),
        viewer=FilmViewer(preferences.country, preferences.services),
    )
