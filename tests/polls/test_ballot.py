"""What a press does to a ballot."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import OptionId
from bot.polls.rules.ballot import BallotChange, choices_after_press, classify_change
from bot.polls.rules.settings import VotingMethod

PRESSES = st.lists(st.integers(1, 5).map(OptionId), min_size=1, max_size=12)
NOTHING = frozenset[OptionId]()
FIRST, SECOND = OptionId(1), OptionId(2)


@given(PRESSES)
def test_a_single_vote_is_the_last_press(presses: list[OptionId]) -> None:
    """The ballot has the option pressed last, or none if that press took it back."""
    chosen = NOTHING
    for option in presses:
        before, chosen = chosen, choices_after_press(VotingMethod.SINGLE, chosen, option)
        assert chosen == (NOTHING if before == {option} else {option})


@given(PRESSES)
def test_an_approval_is_on_the_ballot_when_pressed_an_odd_number_of_times(presses: list[OptionId]) -> None:
    """Presses of other options do not matter."""
    chosen = NOTHING
    for option in presses:
        chosen = choices_after_press(VotingMethod.APPROVAL, chosen, option)
    assert chosen == {option for option in presses if presses.count(option) % 2}


def test_a_press_is_classified() -> None:
    """A press casts, changes, adds to, removes from or withdraws a ballot."""
    one, other, both = frozenset({FIRST}), frozenset({SECOND}), frozenset({FIRST, SECOND})
    changes = [
        classify_change(*pair) for pair in ((NOTHING, one), (one, other), (one, both), (both, one), (one, NOTHING))
    ]
    assert changes == [
        BallotChange.CAST,
        BallotChange.CHANGED,
        BallotChange.ADDED,
        BallotChange.REMOVED,
        BallotChange.WITHDRAWN,
    ]
