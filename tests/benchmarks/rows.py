"""The rows that are measured. Add a row to measure a new command."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random

from tests.benchmarks.library import Title

Typing = Callable[[Title, Random], str]
"""Returns what someone who looks for a film types."""
TOPICS = ("love", "mother", "사랑", "letter", "prison")

SMALL, MIDDLE, LARGE = 118, 2_118, 10_000
BARE_CARD, BARE_COVER = "film show", "film cover"
"""The commands of the bare bot: a constant card, and the same card with a file as large as a cover."""
SIZES = (SMALL, MIDDLE, LARGE)
"""The numbers of films in the servers where people ask."""


@dataclass(frozen=True, slots=True)
class Target:
    """The limits for our bot in one benchmark row. A limit that is None does not apply.

    Our wait is at most `times` the bare bot's, and at most `extra_milliseconds` longer. Our answers per second are at
    least `share` of the bare bot's, and our CPU time for an answer is at most `work` times the bare bot's.
    """

    times: float | None = None
    work: float | None = None
    share: float | None = None
    extra_milliseconds: float | None = None


Targets = Mapping[int, Target]
"""The targets, by the number of films."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of question: a command with at most one option. If `is_half_typed`, only suggestions are asked for.

    A row that `votes` or `ranks` is a press in a poll that the command started. One that `rates` is a press in the
    private menu of a film. For presses, the number of films does not matter. If a row `follows_rating`, somebody rates
    a film just before each question. At a number of films in `repeats`, every film is asked for once beforehand.
    The bare bot is sent `bare_command`. With BARE_COVER, it attaches a file, as we do where covers are not hidden.
    """

    name: str
    command: str
    option: str
    typed: Typing
    targets: Targets = field(default_factory=dict)
    is_half_typed: bool = False
    votes: bool = False
    ranks: bool = False
    rates: bool = False
    follows_rating: bool = False
    repeats: Collection[int] = ()
    bare_command: str = BARE_CARD

    @property
    def is_press(self) -> bool:
        """Return whether the question is a press in a poll or a menu."""
        return self.votes or self.ranks or self.rates

    @property
    def has_one_size(self) -> bool:
        """Return whether the row is measured at the smallest number of films only."""
        return self.is_press or self.bare_command == BARE_COVER


def _suggested(title: Title, _: Random) -> str:
    return f"film:{title.film}"


def _whole(title: Title, random: Random) -> str:
    return random.choice((title.english, title.hangul))


def _half(title: Title, random: Random) -> str:
    """Return a partly typed title: cut anywhere, sometimes starting at its second word or with two letters swapped."""
    text = _whole(title, random)
    start = random.choice((0, 0, 0, text.find(" ") + 1))
    typed = text[start : start + random.randint(1, len(text))]
    slip = random.randrange(60)
    return typed[:slip] + typed[slip : slip + 2][::-1] + typed[slip + 2 :]


def _nothing(_: Title, __: Random) -> str:
    return ""


def _topic(_: Title, random: Random) -> str:
    return random.choice(TOPICS)


def _absent(_: Title, random: Random) -> str:
    """Return a word that no film has, a different one each time."""
    return f"zz{random.getrandbits(32):x}"


CARD: Targets = {SMALL: Target(times=1.05, work=1.0, share=1.0), MIDDLE: Target(share=0.7), LARGE: Target(share=0.7)}
SUGGESTIONS: Targets = {
    SMALL: Target(share=0.9),
    MIDDLE: Target(extra_milliseconds=2.0),
    LARGE: Target(extra_milliseconds=5.0),
}
ABSENT: Targets = {LARGE: Target(extra_milliseconds=60.0)}

SUGGESTED, COVERED = "/film show, as suggested", "/film show, if the bare bot sends a cover too"
PICK: Targets = {SMALL: Target(share=0.5)}
VOTE: Targets = {SMALL: Target(share=0.55)}
RANK: Targets = {SMALL: Target(times=2.5)}
RATING: Targets = {SMALL: Target(times=2.5)}
BOARD: Targets = {LARGE: Target(times=5.0)}
RATINGS = 100_000
"""The number of ratings in the server with the most films."""


ROWS = (
    Row(SUGGESTED, "film show", "title", _suggested, CARD, repeats=(SMALL,)),
    Row(COVERED, "film show", "title", _suggested, CARD, repeats=(SMALL,), bare_command=BARE_COVER),
    Row("/film show, as typed", "film show", "title", _whole, CARD, repeats=(SMALL,)),
    Row("suggestions, half typed", "film show", "title", _half, SUGGESTIONS, is_half_typed=True),
    Row("suggestions, nothing typed", "film show", "title", _nothing, SUGGESTIONS, is_half_typed=True),
    Row("/film search", "film search", "words", _topic),
    Row("/film search, nothing found", "film search", "words", _absent, ABSENT),
    Row("/tearjerker", "tearjerker", "", _nothing, PICK),
    Row("a vote", "poll start", "", _nothing, VOTE, votes=True),
    Row("a ranked choice", "poll start", "", _nothing, RANK, ranks=True),
    Row("/board server", "board server", "", _nothing, BOARD),
    Row("/board server, after a rating", "board server", "", _nothing, BOARD, follows_rating=True),
    Row("a rating", "film show", "", _nothing, RATING, rates=True),
)
