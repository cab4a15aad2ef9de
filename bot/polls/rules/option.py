"""Poll options and questions, and the checks on what hosts type."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.text.cleaning import clean, comparison_key
from bot.ids import NO_OPTION, FilmId, OptionId

MAX_QUESTION_LENGTH, MAX_OPTION_LENGTH = 200, 80
"""The maximum lengths of a question and of an option, in characters."""
MIN_OPTIONS, MAX_OPTIONS = 2, 20
"""The minimum and the maximum number of options in a poll."""


class OptionContent(Struct, frozen=True):
    """A film or a typed text to vote for. A film's titles are copied, so that they outlive its catalogue entry."""

    label: str
    film_id: FilmId | None = None
    korean_label: str | None = None
    year: int | None = None

    @property
    def name(self) -> str:
        """Return the label, with the year if there is one: "Hope (2013)". This name is the same in every language."""
        return f"{self.label} ({self.year})" if self.year else self.label

    def title(self, language: str) -> str:
        """Return the Korean title if `language` is "ko" and there is one, or else the label. Neither has the year."""
        return (self.korean_label if language == "ko" else None) or self.label


class Option(OptionContent, frozen=True):
    """An option of a poll or a draft; `position` starts at 1 and follows the order in which options were added."""

    id: OptionId = NO_OPTION
    position: int = 1


def clean_input(text: str) -> str:
    """Return typed text as one line of visible text, with mentions as words and with custom emoji."""
    return clean(text)


def parse_question(user_input: str) -> str:
    """Return the cleaned question; raise UserError if it is empty or too long."""
    question = clean_input(user_input)
    if not question:
        raise UserError("polls.refused.question-empty")
    if len(question) > MAX_QUESTION_LENGTH:
        raise UserError("polls.refused.question-long", limit=MAX_QUESTION_LENGTH, count=len(question))
    return question


def without_duplicates(
    requested: Iterable[OptionContent], existing: Sequence[OptionContent]
) -> tuple[OptionContent, ...]:
    """Return the requested options that are new; raise UserError if there would then be more than `MAX_OPTIONS`."""
    taken = {key for option in existing for key in identity_keys(option)}
    added: list[OptionContent] = []
    for option in requested:
        if taken.isdisjoint(identity_keys(option)):
            added.append(option)
            taken |= identity_keys(option)
    if len(existing) + len(added) > MAX_OPTIONS:
        raise UserError("polls.refused.full", limit=MAX_OPTIONS, room=MAX_OPTIONS - len(existing))
    return tuple(added)


def is_same_option(option: OptionContent, other: OptionContent) -> bool:
    """Return whether two options are the same film or look so alike that voters could not tell them apart."""
    return not identity_keys(option).isdisjoint(identity_keys(other))


def identity_keys(option: OptionContent) -> frozenset[object]:
    """Return the keys that no two options of a poll can share: the comparable name, and a film's id."""
    return frozenset({comparison_key(option.name), *({option.film_id} - {None})})


def check_enough_options(options: Sequence[OptionContent]) -> None:
    """Raise UserError if there are fewer than `MIN_OPTIONS` options."""
    if len(options) < MIN_OPTIONS:
        raise UserError("polls.refused.few", count=MIN_OPTIONS)
