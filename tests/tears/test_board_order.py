"""Rules that the order of a board follows, whatever the ratings."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import FilmId
from bot.tears.rules.board import Board, FilmTears
from bot.tears.rules.rating import MAX_TISSUES

TISSUES = st.integers(0, MAX_TISSUES)
FILMS = st.lists(st.lists(TISSUES, min_size=1, max_size=30), min_size=1, max_size=12)


def board(ratings: Sequence[Sequence[int]]) -> Board:
    """Return the board of films 1, 2, 3 …, each with these ratings."""
    return Board.of(FilmTears(FilmId(film), len(tissues), sum(tissues)) for film, tissues in enumerate(ratings, 1))


def places(shown: Board) -> dict[int, int]:
    return {tears.film_id: place for place, tears in enumerate(shown.ranking)}


@given(FILMS, st.data())
def test_more_high_ratings_never_lower_a_film(ratings: list[list[int]], data: st.DataObject) -> None:
    """Ratings at or above a film's score never move the film down."""
    film = data.draw(st.integers(1, len(ratings)))
    before = board(ratings)
    lowest = next(tissues for tissues in range(MAX_TISSUES + 1) if tissues >= before.by_film[FilmId(film)].score)
    added = data.draw(st.lists(st.integers(lowest, MAX_TISSUES), min_size=1, max_size=20))
    after = board([tissues + added if number == film else tissues for number, tissues in enumerate(ratings, 1)])
    assert places(after)[film] <= places(before)[film]


@given(st.integers(1, 1), st.integers(10, 1000))
def test_one_rating_of_five_is_below_ten_of_four_point_eight(alone: int, many: int) -> None:
    """A film with a single rating of 5 is below a film that ten or more people rated 4.8 on average."""
    single, loved = FilmTears(FilmId(1), alone, 5 * alone), FilmTears(FilmId(2), many, round(4.8 * many))
    assert [tears.film_id for tears in Board.of([single, loved]).ranking] == [2, 1]


@given(FILMS, st.randoms())
def test_ties_are_stable(ratings: list[list[int]], random: st.DataObject) -> None:
    """The order in which the films are read does not matter. Of two equal films, the lower id comes first."""
    shown = board(ratings)
    shuffled = [*shown.ranking]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert Board.of(shuffled) == shown
    twins = board([*ratings, ratings[0]])
    assert places(twins)[1] < places(twins)[len(ratings) + 1]


@given(FILMS)
def test_other_films_change_nothing_for_a_film(ratings: list[list[int]]) -> None:
    """Other films on the board do not change a film's score."""
    assert [tears.score for tears in board(ratings[:1]).ranking] == [board(ratings).by_film[FilmId(1)].score]
