"""What can be voted for, and what a question may be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.text.cleaning import clean, comparable

MAX_QUESTION_LENGTH, MAX_OPTION_LENGTH = 200, 80
"""Characters."""
MIN_OPTIONS, MAX_OPTIONS = 2, 20
"""Options of a poll."""


@dataclass(frozen=True, slots=True)
class OptionContent:
    """Something to vote for: a film, or a text that somebody typed; its titles are kept, whatever the film becomes."""

    label: str
    film_id: int | None = None
    korean_label: str | None = None
    year: int | None = None

    @property
    def name(self) -> str:
        """What it is called wherever it must be the same for everybody, as in a draw: "Hope (2013)"."""
        return f"{self.label} ({self.year})" if self.year else self.label

    def title(self, language: str) -> str:
        """The title as readers of `language` know it, without the year."""
        return (self.korean_label if language == "ko" else None) or self.label


@dataclass(frozen=True, slots=True)
class Option(OptionContent):
    """Something to vote for in a poll or a draft; positions count from 1 in the order added."""

    id: int = 0
    position: int = 1


def clean_input(text: str) -> str:
    """Return a question or an option as it is kept: one line of visible text, custom emoji in it."""
    return clean(text)


def parse_question(typed: str) -> str:
    """The question as it is kept; raises Refusal for one that is empty or too long."""
    question = clean_input(typed)
    if not question:
        raise UserError("polls.refused.question-empty")
    if len(question) > MAX_QUESTION_LENGTH:
        raise UserError("polls.refused.question-long", limit=MAX_QUESTION_LENGTH, count=len(question))
    return question


def parse_options(typed: Iterable[str]) -> tuple[OptionContent, ...]:
    """What was typed, a text each, as it is kept; empty ones are left out. Raises Refusal for none or one too long."""
    texts = [text for text in map(clean_input, typed) if text]
    if not texts:
        raise UserError("polls.refused.option-empty")
    for number, text in enumerate(texts, start=1):
        if len(text) > MAX_OPTION_LENGTH:
            raise UserError("polls.refused.option-long", number=number, count=len(text), limit=MAX_OPTION_LENGTH)
    return tuple(OptionContent(text) for text in texts)


def without_duplicates(
    requested: Iterable[OptionContent], existing: Sequence[OptionContent]
) -> tuple[OptionContent, ...]:
    """What is not there yet: no film twice, nothing that reads as another; raises Refusal when it is too much."""
    known = {key for option in existing for key in identity_keys(option)}
    added: list[OptionContent] = []
    for option in requested:
        if known.isdisjoint(identity_keys(option)):
            added.append(option)
            known |= identity_keys(option)
    if len(existing) + len(added) > MAX_OPTIONS:
        raise UserError("polls.refused.full", limit=MAX_OPTIONS, room=MAX_OPTIONS - len(existing))
    return tuple(added)


def is_same_option(option: OptionContent, other: OptionContent) -> bool:
    """Whether two are one film, or read alike: nobody could tell them apart, nor could a draw."""
    return not identity_keys(option).isdisjoint(identity_keys(other))


def identity_keys(option: OptionContent) -> frozenset[object]:
    """Return what no other option of a poll may share: the film, and the name as it reads."""
    return frozenset({comparable(option.name), *({option.film_id} - {None})})


def check_enough_options(options: Sequence[OptionContent]) -> None:
    """Raise Refusal when there is nothing to choose between."""
    if len(options) < MIN_OPTIONS:
        raise UserError("polls.refused.few", count=MIN_OPTIONS)
