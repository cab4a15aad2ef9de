"""The filters of a random pick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.years import YearRange
from bot.picks.rules.moods import Mood

FILTERS: Final = {
    "mood": "mood",
    "ending": "ending",
    "service": "service",
    "on_mine": "on_mine",
    "max_minutes": "longest",
    "years": "years",
    "tears": "tears",
    "calm": "calm",
}
"""The command's options in order, with the `PickFilter` field that each one sets."""


@dataclass(frozen=True, slots=True)
class PickFilter:
    """Filters of a draw; `on_mine` means any of the person's own services, `longest` is in minutes."""

    mood: str | None = None
    ending: str | None = None
    service: str | None = None
    on_mine: bool = False
    longest: int | None = None
    years: YearRange | None = None
    tears: int | None = None
    calm: bool = False

    @property
    def active(self) -> tuple[str, ...]:
        """Return the options that are set, in order."""
        return tuple(name for name, field in FILTERS.items() if getattr(self, field) not in (None, False))

    def without(self, *names: str) -> "PickFilter":
        """Return a copy with the named options unset."""
        defaults: dict[str, Any] = {
            FILTERS[name]: getattr(PickFilter(), FILTERS[name]) for name in names if name in FILTERS
        }
        return replace(self, **defaults)


def to_film_filter(
    pick_filter: PickFilter, moods: Mapping[str, Mood], strong_notes: Sequence[str], own_services: Sequence[str]
) -> FilmFilter | None:
    """Return the film filter for a pick, or None if `on_mine` rules out every film."""
    mood = moods.get(pick_filter.mood or "")
    services = (pick_filter.service,) if pick_filter.service else tuple(own_services) if pick_filter.on_mine else ()
    if pick_filter.on_mine and not {*services} & {*own_services}:
        return None
    return FilmFilter(
        themes=mood.themes if mood else (),
        ending=pick_filter.ending,
        years=pick_filter.years,
        longest=pick_filter.longest,
        services=services,
        tears=pick_filter.tears,
        calm=tuple(strong_notes) if pick_filter.calm else (),
    )
