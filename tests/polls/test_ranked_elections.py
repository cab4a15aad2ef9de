"""Elections worked by hand: the docstring of each has the working, and the count must agree with it."""

from collections.abc import Sequence

from bot.ids import OptionId
from bot.polls.rules.counting.ranked import (
    Elimination,
    EliminationReason,
    RankedCount,
    Transfer,
    count_rankings,
)
from bot.polls.rules.counting.tally import count_votes

A, B, C, D, E = (OptionId(number) for number in range(1, 6))
LETTERS = dict(zip("ABCDE", (A, B, C, D, E), strict=True))
Ballots = Sequence[tuple[OptionId, ...]]


def ballots(**groups: int) -> list[tuple[OptionId, ...]]:
    """Return the given number of ballots with each ranking: `ABC=4` is four with A first, then B, then C."""
    return [tuple(LETTERS[letter] for letter in ranking) for ranking, count in groups.items() for _ in range(count)]


def count(cast: Ballots, options: str = "ABC") -> RankedCount:
    """Count the ballots; a tie for the fewest votes eliminates the later of the options."""
    return count_rankings([LETTERS[letter] for letter in options], cast)


def votes(counted: RankedCount) -> list[dict[OptionId, int]]:
    return [dict(each.votes) for each in counted.rounds]


def eliminations(counted: RankedCount) -> list[Elimination]:
    return [each.elimination for each in counted.rounds if each.elimination]


def test_one_voter() -> None:
    """One ballot, B over A. Round 1: B 1 of 1, more than half. B wins."""
    counted = count(ballots(BA=1))
    assert (votes(counted), counted.winner_id, counted.condorcet_id) == ([{B: 1, A: 0, C: 0}], B, B)


def test_a_majority_of_first_choices_wins_at_once() -> None:
    """Round 1: A 5, B 2, C 1 of 8. Five is more than four, so A wins and nobody is out."""
    counted = count(ballots(ABC=5, BCA=2, CBA=1))
    assert (votes(counted), counted.winner_id, eliminations(counted)) == ([{A: 5, B: 2, C: 1}], A, [])


def test_second_choices_overtake_the_leader() -> None:
    """Round 1: A 4, B 3, C 2 of 9. C is out and its 2 ballots go to B. Round 2: B 5, A 4. B wins."""
    counted = count(ballots(A=4, BC=3, CB=2))
    assert (votes(counted), counted.winner_id) == ([{A: 4, B: 3, C: 2}, {B: 5, A: 4}], B)
    assert eliminations(counted) == [Elimination((C,), EliminationReason.FEWEST, (C,), (Transfer(C, B, 2),))]


def test_exhausted_ballots_no_longer_count() -> None:
    """Round 1: A 4, B 3, C 2 of 9. C's ballots rank nothing else. Round 2: A 4, B 3, exhausted 2. 4 of 7 wins."""
    counted = count(ballots(A=4, B=3, C=2))
    assert (votes(counted)[1], counted.rounds[1].exhausted, counted.winner_id) == ({A: 4, B: 3}, 2, A)
    assert eliminations(counted)[0].transfers == (Transfer(C, None, 2),)


def test_ballots_of_an_eliminated_option_go_different_ways() -> None:
    """Round 1: A 5, B 4, C 3. C is out: 2 go to B, 1 is exhausted. Round 2: B 6, A 5 of 11. B wins."""
    counted = count(ballots(A=5, B=4, CB=2, C=1))
    assert eliminations(counted)[0].transfers == (Transfer(C, B, 2), Transfer(C, None, 1))
    assert (votes(counted)[1], counted.winner_id) == ({B: 6, A: 5}, B)


def test_a_tie_of_the_last_two_is_left_to_the_poll() -> None:
    """Round 1: A 3, B 2, C 1. C's ballot goes to B. Round 2: A 3, B 3. Only these two are left, so they tie."""
    counted = count(ballots(AB=3, BA=2, CB=1))
    assert (votes(counted)[1], counted.first, counted.winner_id) == ({A: 3, B: 3}, (A, B), None)


def test_a_tie_of_all_is_left_to_the_poll() -> None:
    """Round 1: two votes for each of the three, so all are first. A beats B 4:2, B beats C 4:2, and C beats A 4:2."""
    counted = count(ballots(ABC=2, BCA=2, CAB=2))
    assert (counted.first, len(counted.rounds), counted.condorcet_id) == ((A, B, C), 1, None)


def test_an_earlier_round_decides_who_is_out() -> None:
    """Round 1: A 5, B 3, C 2, D 1 of 11. D's ballot goes to C. Round 2: A 5, B 3, C 3.

    In round 1, C had fewer votes than B, so C is out. C's two ballots go to B, and so does D's, which ranks B third.
    Round 3: B 6, A 5. B wins.
    """
    counted = count(ballots(A=5, B=3, CB=2, DCB=1), "ABCD")
    assert eliminations(counted)[1] == Elimination(
        (C,), EliminationReason.EARLIER_ROUND, (B, C), (Transfer(C, B, 3),), compared_round=1
    )
    assert (votes(counted)[2], counted.winner_id) == ({B: 6, A: 5}, B)


def test_the_polls_tie_break_decides_who_is_out() -> None:
    """Round 1: A 3, B 2, C 2 of 7, and there is no earlier round.

    If C is out, its ballots go to B: B 4, A 3, and B wins. If B is out, its ballots go to A: A 5, C 2, and A wins.
    """
    cast = ballots(A=3, BA=2, CB=2)
    assert eliminations(count(cast))[0].reason is EliminationReason.TIE_BREAK
    assert (count(cast, "ABC").winner_id, count(cast, "ACB").winner_id) == (B, A)


def test_options_without_votes_are_out_together() -> None:
    """Round 1: A 3, B 2, C 2, D 0, E 0 of 7. D and E are out. Round 2: A 3, B 2, C 2.

    Round 1 does not separate B and C, so the tie break does, and C is out. C's ballots go to B.
    Round 3: B 4, A 3. B wins.
    """
    counted = count(ballots(ADB=3, BEA=2, CB=2), "ABCDE")
    assert eliminations(counted)[0] == Elimination((D, E), EliminationReason.NO_VOTES, (D, E))
    assert (votes(counted)[2], counted.winner_id) == ({B: 4, A: 3}, B)


def test_the_condorcet_winner_can_lose() -> None:
    """C is first or second on every ballot. It beats A 6:5 and B 7:4, so it is the Condorcet winner.

    Round 1: A 5, B 4, C 2 of 11. C is out, and its 2 ballots go to A. Round 2: A 7, B 4. A wins.
    """
    counted = count(ballots(ACB=5, BCA=4, CAB=2))
    assert (counted.winner_id, counted.condorcet_id) == (A, C)


def test_a_circle_has_no_condorcet_winner() -> None:
    """A beats B 6:3, B beats C 7:2, and C beats A 5:4.

    Round 1: A 4, B 3, C 2. C is out, and its 2 ballots go to A. Round 2: A 6, B 3. A wins.
    """
    counted = count(ballots(ABC=4, BCA=3, CAB=2))
    assert (counted.winner_id, counted.condorcet_id) == (A, None)


def test_single_approval_and_ranked_can_have_three_winners() -> None:
    """Nine people: four say A, then C; three say B, then C; two say D, then B.

    One vote each: A 4, B 3, D 2. A wins. All that they like: C 7, B 5, A 4, D 2. C wins.
    Ranked: nobody ranks C first, so C is out. Then D is out, and its 2 ballots go to B. Round 3: B 5, A 4. B wins.
    """
    cast, options = ballots(AC=4, BC=3, DB=2), (A, B, C, D)
    single = count_votes(options, [ballot[:1] for ballot in cast]).counts
    approval = count_votes(options, cast).counts
    winners = max(single, key=lambda option: single[option]), max(approval, key=lambda option: approval[option])
    assert (*winners, count(cast, "ABCD").winner_id) == (A, C, B)


def test_an_option_that_was_removed_is_skipped() -> None:
    """C is not counted, so its ballots go to B, their next choice. Round 1: B 3, A 2. B wins."""
    counted = count(ballots(CB=3, A=2), "AB")
    assert (votes(counted), counted.winner_id) == ([{B: 3, A: 2}], B)


def test_one_option_left() -> None:
    """Only A is left. Two of three ballots rank it. The third is exhausted from the start. A has 2 of 2 and wins."""
    counted = count(ballots(BA=2, C=1), "A")
    assert (votes(counted), counted.rounds[0].exhausted, counted.winner_id) == ([{A: 2}], 1, A)


def test_without_a_ranking_nobody_is_first() -> None:
    """There are no ballots, only empty ones, or only ones for an option that is not counted. Nobody wins."""
    for cast in ([], [()], ballots(C=2)):
        counted = count(cast, "AB")
        assert (votes(counted), counted.first, counted.condorcet_id) == ([{A: 0, B: 0}], (), None)


def test_identical_ballots_count_like_any_others() -> None:
    """Four identical ballots are four votes, in whatever order the ballots are read."""
    cast = ballots(ABC=4, BCA=3, CBA=2)
    mixed = [ballot for place in range(3) for ballot in cast[place::3]]
    assert count(cast) == count(mixed)
    assert votes(count(cast)) == [{A: 4, B: 3, C: 2}, {B: 5, A: 4}]
