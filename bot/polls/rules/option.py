"""What can be voted for, and what a question may be."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.kit.refusals import Refusal

LONGEST_QUESTION, LONGEST_OPTION = 200, 80
"""Characters."""
FEWEST, MOST = 2, 20
"""Options of a poll."""
JOINER = "\u200d"
BLANK_LETTERS = frozenset({0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0})
"""Letters, says Unicode, that nobody can see."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to vote for: a film, or a text that somebody typed; its titles are kept, whatever the film becomes."""

    label: str
    film: int | None = None
    hangul: str | None = None
    year: int | None = None

    @property
    def name(self) -> str:
        """What it is called wherever it must be the same for everybody, as in a draw: "Hope (2013)"."""
        return f"{self.label} ({self.year})" if self.year else self.label

    def title(self, language: str) -> str:
        """The title as readers of `language` know it, without the year."""
        return (self.hangul if language == "ko" else None) or self.label


@dataclass(frozen=True, slots=True)
class Option(Wanted):
    """Something to vote for in a poll or a draft; positions count from 1 in the order added."""

    id: int = 0
    position: int = 1


def tidy(text: str) -> str:
    """One line of visible text: composed, without control, bidi or invisible characters."""
    visible = "".join(letter for letter in " ".join(text.split()) if _is_visible(letter))
    composed = unicodedata.normalize("NFC", visible)  # last: something may have kept letters apart
    return " ".join(composed.split()).strip(f"{JOINER} ")


def _is_visible(letter: str) -> bool:
    return letter == JOINER or (letter.isprintable() and ord(letter) not in BLANK_LETTERS)


def as_question(typed: str) -> str:
    """The question as it is kept; raises Refusal for one that is empty or too long."""
    question = tidy(typed)
    if not question:
        raise Refusal("polls.refused.question-empty")
    if len(question) > LONGEST_QUESTION:
        raise Refusal("polls.refused.question-long", limit=LONGEST_QUESTION, count=len(question))
    return question


def as_options(typed: Iterable[str]) -> tuple[Wanted, ...]:
    """What was typed, a text each, as it is kept; empty ones are left out. Raises Refusal for none or one too long."""
    texts = [text for text in map(tidy, typed) if text]
    if not texts:
        raise Refusal("polls.refused.option-empty")
    for number, text in enumerate(texts, start=1):
        if len(text) > LONGEST_OPTION:
            raise Refusal("polls.refused.option-long", number=number, count=len(text), limit=LONGEST_OPTION)
    return tuple(Wanted(text) for text in texts)


def new_among(wanted: Iterable[Wanted], there: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """What is not there yet: no film twice, nothing that reads as another; raises Refusal when it is too much."""
    new: list[Wanted] = []
    for one in wanted:
        if not any(is_same(one, other) for other in (*there, *new)):
            new.append(one)
    if len(there) + len(new) > MOST:
        raise Refusal("polls.refused.full", limit=MOST, room=MOST - len(there))
    return tuple(new)


def is_same(one: Wanted, other: Wanted) -> bool:
    """Whether two are one film, or read alike: nobody could tell them apart, nor could a draw."""
    return (one.film is not None and one.film == other.film) or _folded(one.name) == _folded(other.name)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_enough(options: Sequence[Wanted]) -> None:
    """Raise Refusal when there is nothing to choose between."""
    if len(options) < FEWEST:
        raise Refusal("polls.refused.few", count=FEWEST)
