"""The data that the picture of a result is drawn from; every text is in the reader's language."""

from msgspec import Struct

MAX_IN_ONE_COLUMN = 8
"""The maximum number of options in one column; more options get two columns."""


class Bar(Struct, frozen=True):
    """An option: `value` is its votes as text, and `share` is their share of all voters, from 0 to 1.

    With `is_out`, the option was vetoed.
    """

    label: str
    value: str
    share: float
    is_winner: bool = False
    is_tied: bool = False
    is_out: bool = False


class Flow(Struct, frozen=True):
    """An option through the rounds of a ranked count.

    `votes` has a number for each round that the option takes part in. When the option is out, its ballots move to other
    flows: `moves` has the index of each in the picture, and the number of ballots. With `is_rest`, the flow is not an
    option, but the exhausted ballots. A vetoed option has `is_out`, and no votes.
    """

    label: str
    votes: tuple[int, ...]
    moves: tuple[tuple[int, int], ...] = ()
    is_winner: bool = False
    is_rest: bool = False
    is_out: bool = False


class ResultPicture(Struct, frozen=True):
    """Everything that the picture is drawn from; equal values give the same picture.

    `headline` names the winner or says that there is none, and `how_it_ended` says how the winner won or why there is
    none. `flows` are drawn instead of `bars` if there are any. `cover` is the content of a picture file of the film
    that won, empty if no cover is shown.
    """

    question: str
    headline: str
    how_it_ended: str
    bars: tuple[Bar, ...] = ()
    flows: tuple[Flow, ...] = ()
    rounds_label: str = ""
    cover: bytes = b""
