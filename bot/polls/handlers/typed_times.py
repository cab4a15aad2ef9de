"""Suggests times while somebody types one as the option of a command."""

from collections.abc import Callable, Iterator

from discord import app_commands

from bot.core.errors import UserError
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.settings import CloseAfter
from bot.settings.rules.local_time import local_datetime

SEPARATOR = " · "
DurationLabel = Callable[[int], str]
"""Returns a text that says what a duration, in seconds, would do, such as the time at which it ends."""


def time_choices(user_input: str, zone: str, now: int, label: DurationLabel, localize: Localizer) -> Choices:
    """Return a choice for each meaning of a typed time in a zone, then examples that start with the typed text."""
    examples = localize("polls.form.time.hint").split(", ")
    typed = user_input.strip()
    texts = [typed] if typed else []
    texts += [example for example in examples if example.startswith(typed.casefold()) and example != typed]
    return [
        app_commands.Choice(name=escaping.label(name, theme.CHOICE_LIMIT), value=value)
        for text in texts
        for name, value in _readings(text, zone, now, label)
    ]


def _readings(text: str, zone: str, now: int, label: DurationLabel) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of a choice for each meaning of a text; yield nothing if the text is not a time."""
    try:
        time = parse_deadline(text, zone, now)
    except AmbiguousDeadline as ambiguous:
        for timestamp in ambiguous.candidates:
            value = local_datetime(zone, timestamp)
            yield f"{text}{SEPARATOR}{value}", value
    except UserError:
        return
    else:
        meaning = label(time.seconds) if isinstance(time, CloseAfter) else local_datetime(zone, time.timestamp)
        yield (text if meaning == text else f"{text}{SEPARATOR}{meaning}"), text
