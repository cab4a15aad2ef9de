"""What can be voted for, and what a question may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.text.cleaning import clean, comparable

LONGEST_QUESTION, LONGEST_OPTION = 200, 80
"""Characters."""
FEWEST, MOST = 2, 20
"""Options of a poll."""


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
    """Return a question or an option as it is kept: one line of visible text, custom emoji in it."""
    return clean(text)


def as_question(typed: str) -> str:
    """The question as it is kept; raises Refusal for one that is empty or too long."""
    question = tidy(typed)
    if not question:
        raise UserError("polls.refused.question-empty")
    if len(question) > LONGEST_QUESTION:
        raise UserError("polls.refused.question-long", limit=LONGEST_QUESTION, count=len(question))
    return question


def as_options(typed: Iterable[str]) -> tuple[Wanted, ...]:
    """What was typed, a text each, as it is kept; empty ones are left out. Raises Refusal for none or one too long."""
    texts = [text for text in map(tidy, typed) if text]
    if not texts:
        raise UserError("polls.refused.option-empty")
    for number, text in enumerate(texts, start=1):
        if len(text) > LONGEST_OPTION:
            raise UserError("polls.refused.option-long", number=number, count=len(text), limit=LONGEST_OPTION)
    return tuple(Wanted(text) for text in texts)


def new_among(wanted: Iterable[Wanted], there: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """What is not there yet: no film twice, nothing that reads as another; raises Refusal when it is too much."""
    known = {key for one in there for key in keys_of(one)}
    new: list[Wanted] = []
    for one in wanted:
        if known.isdisjoint(keys_of(one)):
            new.append(one)
            known |= keys_of(one)
    if len(there) + len(new) > MOST:
        raise UserError("polls.refused.full", limit=MOST, room=MOST - len(there))
    return tuple(new)


def is_same(one: Wanted, other: Wanted) -> bool:
    """Whether two are one film, or read alike: nobody could tell them apart, nor could a draw."""
    return not keys_of(one).isdisjoint(keys_of(other))


def keys_of(one: Wanted) -> frozenset[object]:
    """Return what no other option of a poll may share: the film, and the name as it reads."""
    return frozenset({comparable(one.name), *({one.film} - {None})})


def check_enough(options: Sequence[Wanted]) -> None:
    """Raise Refusal when there is nothing to choose between."""
    if len(options) < FEWEST:
        raise UserError("polls.refused.few", count=FEWEST)
