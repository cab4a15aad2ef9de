"""The forms of the panel: films by name, custom options, the question, the closing time and the watch time."""

from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_QUESTION_LENGTH

FILM_TITLES, OPTION_TEXTS, QUESTION, DEADLINE, WATCH_TIME = (
    "poll-names",
    "poll-texts",
    "poll-question",
    "poll-time",
    "poll-watch",
)
INPUT = "typed"
OTHER_TIME, OTHER_QUESTION, OTHER_WATCH_TIME = "time", "question", "watch"
"""Values of the panel's menu that open a form."""
MAX_LIST_LENGTH, MAX_DEADLINE_LENGTH = 2000, 60
"""The maximum lengths of a typed list and of a typed time, in characters."""


def film_titles_modal(draft: Draft, localize: Localizer) -> StatelessModal:
    """Return a form that asks for films, one title per line."""
    field = TextField(
        INPUT,
        localize("polls.form.names.field"),
        localize("polls.form.names.hint"),
        max_length=MAX_LIST_LENGTH,
        is_long=True,
    )
    return build_modal(FILM_TITLES, draft.id, localize("polls.form.names.title"), [field])


def option_texts_modal(draft: Draft, localize: Localizer) -> StatelessModal:
    """Return a form that asks for options in the host's own words, one per line."""
    field = TextField(
        INPUT,
        localize("polls.form.texts.field"),
        localize("polls.form.texts.hint"),
        max_length=MAX_LIST_LENGTH,
        is_long=True,
    )
    return build_modal(OPTION_TEXTS, draft.id, localize("polls.form.texts.title"), [field])


def question_modal(draft: Draft, localize: Localizer) -> StatelessModal:
    """Return a form that asks for the question and contains the current one."""
    default = escaping.truncate(draft.settings.question, MAX_QUESTION_LENGTH)
    field = TextField(
        INPUT, localize("polls.form.question.field"), max_length=MAX_QUESTION_LENGTH, default=default, is_long=True
    )
    return build_modal(QUESTION, draft.id, localize("polls.form.question.title"), [field])


def time_modal(  # noqa: PLR0913, PLR0917  # everything that the form shows
    name: str, draft: Draft, hour: str, offset: str, default: str, localize: Localizer
) -> StatelessModal:
    """Return a form that asks for the closing time or the watch time.

    `hour` is the time in the server now, and `offset` is the server's UTC offset.
    """
    kind = "time" if name == DEADLINE else "watch"
    label = localize(f"polls.form.{kind}.field", hour=hour, offset=offset)
    field = TextField(
        INPUT,
        label,
        localize("polls.form.time.hint"),
        max_length=MAX_DEADLINE_LENGTH,
        default=escaping.truncate(default, MAX_DEADLINE_LENGTH),
    )
    return build_modal(name, draft.id, localize(f"polls.form.{kind}.title"), [field])
