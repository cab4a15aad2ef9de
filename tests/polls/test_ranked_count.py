"""Ranked ballots are counted by instant run-off, and a second count in another way agrees."""

import time
from collections.abc import Callable, Sequence
from random import Random

import pytest

from bot.ids import OptionId
from bot.polls.rules.counting.ranked import RankedCount, count_rankings

ELECTIONS = 10_000
A, B, C, D, E = map(OptionId, range(1, 6))
Ballots = Sequence[tuple[OptionId, ...]]


def ballots(*groups: tuple[int, str]) -> list[tuple[OptionId, ...]]:
    """Return that many ballots per ranking: `(4, "ABC")` is four ballots with A first, B second and C third."""
    return [
        tuple(OptionId("ABCDE".index(letter) + 1) for letter in ranking)
        for count, ranking in groups
        for _ in range(count)
    ]


def second_count(tie_order: Sequence[OptionId], cast: Ballots) -> tuple[list[dict[OptionId, int]], set[OptionId]]:
    """Count from scratch in every round; return each round's votes, and the options first in the last round."""
    left, history = list(tie_order), []
    while True:
        tops = [next((choice for choice in ballot if choice in left), None) for ballot in cast]
        votes = {option: tops.count(option) for option in left}
        history.append(votes)
        highest, counted = max(votes.values()), len([top for top in tops if top is not None])
        if not counted:
            return history, set()
        if highest > counted / 2 or set(votes.values()) == {highest}:
            return history, {option for option in left if votes[option] == highest}
        if 0 in votes.values():
            left = [option for option in left if votes[option]]
            continue
        record = {option: [earlier[option] for earlier in reversed(history)] for option in left}
        left.remove(max(left, key=lambda option: ([-votes for votes in record[option]], left.index(option))))


def second_condorcet(options: Sequence[OptionId], cast: Ballots) -> OptionId | None:
    """Compare every two options on every ballot, where unranked ones come last; return the Condorcet winner or None."""

    def is_higher(ballot: tuple[OptionId, ...], one: OptionId, other: OptionId) -> bool:
        return one in ballot and (other not in ballot or ballot.index(one) < ballot.index(other))

    def beats(one: OptionId, other: OptionId) -> bool:
        return sum(is_higher(ballot, one, other) - is_higher(ballot, other, one) for ballot in cast) > 0

    winners = [one for one in options if any(cast) and all(one == other or beats(one, other) for other in options)]
    return winners[0] if winners else None


def random_ballots(random: Random) -> tuple[list[OptionId], Ballots]:
    """Return options in a random tie order, and ballots, some of which are short, empty or equal to others."""
    ids = [OptionId(number) for number in range(1, random.randint(2, 8) + 1)]
    random.shuffle(ids)
    patterns = [tuple(random.sample(ids, random.randint(0, len(ids)))) for _ in range(random.randint(1, 6))]
    return ids, [random.choice(patterns) for _ in range(random.randint(0, 14))]


def test_a_second_count_agrees(volume: Callable[[int], int]) -> None:
    """Random ranked polls, counted in two ways, have the same rounds, the same winner and the same Condorcet winner."""
    random = Random(17)
    for _ in range(volume(ELECTIONS)):
        tie_order, cast = random_ballots(random)
        counted = count_rankings(tie_order, cast)
        rounds, first = second_count(tie_order, cast)
        assert [dict(each.votes) for each in counted.rounds] == rounds
        assert set(counted.first) == first
        assert counted.condorcet_id == second_condorcet(tie_order, cast)
        check_bookkeeping(counted, sum(1 for ballot in cast if ballot), cast.count(()))


def check_bookkeeping(counted: RankedCount, voters: int, empty: int) -> None:
    """Check that each round but the last accounts for every ballot, and that every transferred vote arrives."""
    for current, following in zip(counted.rounds, counted.rounds[1:], strict=False):
        assert sum(current.votes.values()) + current.exhausted == voters + empty
        assert current.elimination is not None
        out = current.elimination.option_ids
        assert sum(move.count for move in current.elimination.transfers) == sum(current.votes[option] for option in out)
        for option, votes in following.votes.items():
            arrived = [move.count for move in current.elimination.transfers if move.to_id == option]
            assert votes == current.votes[option] + sum(arrived)


@pytest.mark.soak
def test_100_000_different_ballots_on_20_options_take_under_two_seconds() -> None:
    """Ballots that all differ are the slowest case. Only this process's CPU time is measured."""
    random, ids = Random(1), [OptionId(number) for number in range(1, 21)]
    cast = [tuple(random.sample(ids, 20)) for _ in range(100_000)]
    begun = time.process_time()
    assert len(count_rankings(ids, cast).rounds) > 9
    assert time.process_time() - begun < 2
