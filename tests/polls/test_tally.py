"""Every vote counts once, the most votes win, and a draw is fair and can be checked by hand."""

import hashlib
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from bot.ids import FilmId, OptionId
from bot.polls.rules.counting.tally import (
    Outcome,
    OutcomeReason,
    Tally,
    TieRules,
    count_votes,
    decide_outcome,
    draw_lots,
)
from bot.polls.rules.option import Option
from bot.polls.rules.poll import seed_commitment

HOPE, SLEEP = OptionId(1), OptionId(2)
ELECTIONS, SEEDS = 10_000, 7_000
CHI_SQUARE_LIMITS = {1: 10.83, 2: 13.82, 3: 16.27, 4: 18.47, 5: 20.52, 6: 22.46}
"""For each number of degrees of freedom, the chi-square value that one in a thousand fair draws exceeds."""


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Film {place}", id=OptionId(1000 + place), position=place) for place in range(1, count + 1))


def seed(number: int) -> str:
    return hashlib.sha256(f"seed {number}".encode()).hexdigest()


def decide(counts: dict[int, int], seed: str | None = None) -> Outcome:
    votes = {OptionId(1000 + place): count for place, count in counts.items()}
    return decide_outcome(options(len(counts)), Tally(votes, sum(counts.values())), TieRules(seed))


def second_count(ballots: list[set[OptionId]], ids: list[OptionId]) -> tuple[dict[OptionId, int], list[OptionId], int]:
    """Count in another way; return the votes of each option, the options with the most, and the number of voters."""
    columns = Counter(option for ballot in ballots for option in ballot)
    heights = sorted(((columns[option], -ids.index(option)) for option in ids), reverse=True)
    highest = heights[0][0]
    leaders = [ids[-place] for height, place in heights if height == highest] if highest else []
    return {option: columns[option] for option in ids}, leaders, len([ballot for ballot in ballots if ballot])


@pytest.mark.parametrize("most_on_a_ballot", [1, 20], ids=["single", "approval"])
def test_a_second_count_agrees(most_on_a_ballot: int, volume: Callable[[int], int]) -> None:
    """Random polls of any size, counted in two ways, have the same numbers and the same winner."""
    random = Random(most_on_a_ballot)
    for _ in range(volume(ELECTIONS)):
        listed = options(random.randint(2, 20))
        ids = [option.id for option in listed]
        marks = [random.randint(0, min(most_on_a_ballot, len(ids))) for _ in range(random.randint(0, 30))]
        ballots = [set(random.sample(ids, count)) for count in marks]
        counted = count_votes(ids, ballots)
        numbers, leaders, voters = second_count(ballots, ids)
        result = decide_outcome(listed, counted, TieRules())
        assert (counted.counts, counted.voter_count) == (numbers, voters)
        assert [option.id for option in result.tied] == leaders
        assert (result.winner.id if result.winner else None) == (leaders[0] if leaders else None)


def test_a_ballot_counts_an_option_once() -> None:
    """An option that is on a ballot twice gets one vote."""
    assert count_votes([HOPE, SLEEP], [(HOPE, HOPE), (HOPE, SLEEP), ()]) == Tally({HOPE: 2, SLEEP: 1}, 2)


def test_without_votes_nobody_wins() -> None:
    """The outcome has no winner, and gives the lack of votes as its reason."""
    assert decide({1: 0, 2: 0}) == Outcome(OutcomeReason.NO_VOTES)


def test_the_most_votes_win() -> None:
    """One vote more is enough, and there is no tie to settle."""
    result = decide({1: 1, 2: 3, 3: 2}, seed(1))
    assert (result.reason, result.winner, result.votes, result.tickets) == (OutcomeReason.MOST, options(3)[1], 3, ())


def test_without_a_seed_the_earliest_option_wins_a_tie() -> None:
    """The outcome lists all options that tied."""
    result = decide({1: 1, 2: 3, 3: 3})
    assert (result.reason, result.winner, result.tied) == (OutcomeReason.EARLIEST, options(3)[1], options(3)[1:])


def test_a_draw_is_only_among_the_tied() -> None:
    """An option with fewer votes is not in the draw."""
    for number in range(100):
        result = decide({1: 9, 2: 8, 3: 9}, seed(number))
        assert result.reason is OutcomeReason.DRAW
        assert {lot.option.position for lot in result.tickets} == {1, 3}
        assert result.winner == result.tickets[0].option


@pytest.mark.parametrize("count", range(2, 8))
def test_draws_are_fair(count: int, volume: Callable[[int], int]) -> None:
    """Over many seeds, each tied option wins about equally often."""
    tied = options(count)
    wins = Counter(draw_lots(seed(number), tied)[0].option for number in range(volume(SEEDS)))
    expected = volume(SEEDS) / count
    assert sum((wins[option] - expected) ** 2 / expected for option in tied) < CHI_SQUARE_LIMITS[count - 1]


@pytest.mark.parametrize("count", range(2, 8))
def test_the_order_of_options_plays_no_part_in_a_draw(count: int, volume: Callable[[int], int]) -> None:
    """The same tied films with the same seed have the same winner, in whatever order they were added or listed."""
    random = Random(count)
    for number in range(volume(200)):
        names = [f"Film {place}" for place in range(count)]
        winners = set()
        for _ in range(5):
            random.shuffle(names)
            added = [Option(name, id=OptionId(place), position=place) for place, name in enumerate(names, start=1)]
            random.shuffle(added)
            result = decide_outcome(added, Tally({option.id: 4 for option in added}, 4), TieRules(seed(number)))
            winners.add(result.winner.name if result.winner else None)
        assert len(winners) == 1


def test_a_draw_can_be_checked_by_hand() -> None:
    """The result has everything that a person with a SHA-256 tool needs."""
    a_seed = "0" * 63 + "7"
    tied = (
        Option("Hope", film_id=FilmId(5), korean_label="소원", year=2013, id=HOPE, position=1),
        Option("그냥 자자", id=SLEEP, position=2),
    )
    by_hand = {name: hashlib.sha256(f"{a_seed}:{name}".encode()).hexdigest() for name in ("Hope (2013)", "그냥 자자")}
    result = decide_outcome(tied, Tally({HOPE: 1, SLEEP: 1}, 2), TieRules(a_seed))
    assert {lot.option.name: lot.digest for lot in result.tickets} == by_hand
    assert result.winner is not None
    assert result.winner.name == min(by_hand, key=lambda name: by_hand[name])
    assert seed_commitment(a_seed) == hashlib.sha256(a_seed.encode()).hexdigest()
