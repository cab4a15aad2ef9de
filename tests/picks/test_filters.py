"""A draw matches all its filters, or the answer says which filter to drop."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from random import Random

import pytest

from bot.core.errors import UserError
from bot.films.rules.catalogue.reference_data import STRONG
from bot.films.rules.film import Film
from bot.films.rules.search.years import YearRange
from bot.films.service.films import Films
from bot.ids import NO_FILM, FilmId
from bot.picks.rules.pick import NoMatch, Pick
from bot.picks.rules.pick_filter import FILTERS, PickFilter
from bot.picks.rules.preferences import notes_in_category
from tests.picks.pick_bench import MOODS, SAM, SAM_HERE, SERVER, PickBench

MINE = ("netflix", "viki")
SERVICES = ("netflix", "viki", "prime-video")


@dataclass(frozen=True)
class FilterReference:
    """What each filter demands of a film, reimplemented in plain Python."""

    strong: Collection[str]

    def fits(self, film: Film, pick_filter: PickFilter) -> bool:
        checks: Mapping[str, Callable[[], bool]] = {
            "mood": lambda: bool({*MOODS[pick_filter.mood or ""].themes} & {*film.themes}),
            "ending": lambda: film.ending == pick_filter.ending,
            "service": lambda: is_listed(film, {pick_filter.service or ""}),
            "on_mine": lambda: is_listed(film, MINE),
            "max_minutes": lambda: film.minutes is not None and film.minutes <= (pick_filter.max_minutes or 0),
            "years": lambda: is_within(film, pick_filter.years or YearRange()),
            "tears": lambda: film.tears == pick_filter.tears,
            "calm": lambda: film.content_notes is not None and not {*self.strong} & {*film.content_notes},
        }
        both = {"service", "on_mine"} <= {*pick_filter.active}
        return all(checks[name]() for name in pick_filter.active) and (not both or pick_filter.service in MINE)


def is_listed(film: Film, services: Collection[str]) -> bool:
    return any(stream.service in services for stream in film.streaming_offers)


def is_within(film: Film, years: YearRange) -> bool:
    return (years.first or 0) <= film.summary.year <= (years.last or 9999)


def random_pick_filter(rng: Random) -> PickFilter:
    """Return a random mix of filters, each set less than half of the time."""

    def value_or_none(*values: object) -> object:
        return rng.choice(values) if rng.random() < 0.4 else None

    return PickFilter(
        mood=value_or_none(*MOODS),  # type: ignore[arg-type]  # one of the given values, or None
        ending=value_or_none("hopeful", "bittersweet", "devastating"),  # type: ignore[arg-type]  # see above
        service=value_or_none(*SERVICES, "tubi"),  # type: ignore[arg-type]  # see above
        on_mine=rng.random() < 0.2,
        max_minutes=value_or_none(90, 105, 120, 140),  # type: ignore[arg-type]  # see above
        years=value_or_none(YearRange(2010, None), YearRange(None, 2005), YearRange(2003, 2013), YearRange(2004, 2004)),  # type: ignore[arg-type]  # see above
        tears=value_or_none(1, 2, 3, 4, 5),  # type: ignore[arg-type]  # see above
        calm=rng.random() < 0.3,
    )


@pytest.mark.postgres_soak
@pytest.mark.parametrize("avoided", [(), ("sexual-violence", "death-of-parent")])
async def test_any_mix_of_filters_draws_a_match_or_gives_advice(
    bench: PickBench, avoided: tuple[str, ...], volume: Callable[[int], int]
) -> None:
    """A matching film is drawn. If there is none, the answer counts the films that match without each filter."""
    rng, fitting = Random(11), FilterReference(notes_in_category(bench.reference, STRONG))
    known = {key: await Films(bench.database).film(key, SERVER) for key in map(FilmId, range(1, 119))}
    await bench.preferences.set_avoided_notes(SAM, avoided)
    await bench.preferences.set_services(SAM, MINE)
    outcomes = set()
    for _ in range(volume(200)):
        if len(await bench.undrawn()) < 40:
            await bench.picks.shuffle_guild_deck(SERVER)
        pick_filter = random_pick_filter(rng)
        left = await bench.undrawn() or [*known]
        allowed = [film for film in left if not {*avoided} & {*(known[film].content_notes or ())}]
        drawn = await bench.picks.draw(SAM_HERE, pick_filter)
        outcomes.add(type(drawn))
        if isinstance(drawn, Pick):
            assert drawn.film_id in allowed
            assert fitting.fits(known[drawn.film_id], pick_filter)
        else:
            counts = {
                name: sum(fitting.fits(known[film], pick_filter.without(name)) for film in allowed)
                for name in pick_filter.active
            }
            assert not any(fitting.fits(known[film], pick_filter) for film in allowed)
            assert dict(drawn.counts_without) == {name: count for name, count in counts.items() if count}
            assert [count for _, count in drawn.counts_without] == sorted(
                dict(drawn.counts_without).values(), reverse=True
            )
            assert drawn.undrawn == len(allowed)
    assert outcomes == {Pick, NoMatch}


async def test_following_the_advice_draws_a_film(bench: PickBench) -> None:
    """Dropping the suggested filter draws a film, and keeps the other filters."""
    pick_filter = PickFilter(service="tubi", tears=5, ending="hopeful")
    nothing = await bench.draw_no_match(pick_filter=pick_filter)
    assert [name for name, _ in nothing.counts_without] == ["service"]
    drawn = await bench.picks.draw_without(nothing.pick.id, SAM_HERE, "service")
    assert isinstance(drawn, Pick)
    assert drawn.pick_filter == PickFilter(tears=5, ending="hopeful")


async def test_if_dropping_one_filter_is_not_enough_all_can_be_dropped(bench: PickBench) -> None:
    """With two impossible filters, dropping either is not suggested, but dropping all draws a film."""
    nothing = await bench.draw_no_match(pick_filter=PickFilter(service="tubi", max_minutes=1))
    assert (nothing.counts_without, nothing.undrawn) == ((), 118)
    drawn = await bench.picks.draw_without(nothing.pick.id, SAM_HERE, *FILTERS)
    assert isinstance(drawn, Pick)
    assert drawn.pick_filter == PickFilter()


async def test_matching_films_that_were_drawn_are_counted(bench: PickBench) -> None:
    """The answer counts the matching films already drawn. After a shuffle, they can be drawn again."""
    pick_filter = PickFilter(mood="a-little-magic", ending="hopeful")
    count = 0
    while isinstance(drawn := await bench.picks.draw(SAM_HERE, pick_filter), Pick):
        count += 1
    assert drawn.matching_drawn == drawn.drawn == count > 0
    await bench.picks.shuffle_guild_deck(SERVER)
    assert isinstance(await bench.picks.draw(SAM_HERE, pick_filter), Pick)


async def test_a_mood_draws_the_films_of_its_genres_first(bench: PickBench) -> None:
    """All films drawn have a theme of the mood. Those that also have one of its genres come first."""
    mood = MOODS["laugh-then-cry"]
    films, fits = Films(bench.database), []
    while isinstance(drawn := await bench.picks.draw(SAM_HERE, PickFilter(mood="laugh-then-cry")), Pick):
        film = await films.film(drawn.film_id or NO_FILM, SERVER)
        assert {*film.themes} & {*mood.themes}
        fits.append(bool({*film.genres} & {*mood.genres}))
    assert fits == sorted(fits, reverse=True)
    assert {*fits} == {True, False}


async def test_a_draw_from_my_services_needs_chosen_services(bench: PickBench) -> None:
    """Someone who has not chosen services is refused. Once they have chosen one, a film is drawn."""
    with pytest.raises(UserError, match=r"picks\.no-services"):
        await bench.picks.draw(SAM_HERE, PickFilter(on_mine=True))
    await bench.preferences.set_services(SAM, ["viki"])
    assert (await bench.draw(pick_filter=PickFilter(on_mine=True))).film_id


def test_a_pick_filter_lists_its_active_filters_in_order() -> None:
    """Dropping filters removes only those that are named, and an unknown name changes nothing."""
    pick_filter = PickFilter(mood="comfort", on_mine=True, years=YearRange(2004, 2004), calm=True)
    assert pick_filter.active == ("mood", "on_mine", "years", "calm")
    assert pick_filter.without("years", "calm", "nonsense", "").active == ("mood", "on_mine")
    assert pick_filter.without(*FILTERS) == PickFilter()
