"""The forms of the panel: films by name, options in one's own words, the question, the time it closes."""

from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_QUESTION_LENGTH

NAMES, TEXTS, QUESTION, TIME = "poll-names", "poll-texts", "poll-question", "poll-time"
TYPED = "typed"
LONGEST_LIST, LONGEST_TIME = 2000, 60
"""Characters."""


def names_form(draft: Draft, localize: Localizer) -> StatelessModal:
    """Asks for films, one title a line."""
    field = TextField(
        TYPED,
        localize("polls.form.names.field"),
        localize("polls.form.names.hint"),
        max_length=LONGEST_LIST,
        is_long=True,
    )
    return build_modal(NAMES, draft.id, localize("polls.form.names.title"), [field])


def texts_form(draft: Draft, localize: Localizer) -> StatelessModal:
    """Asks for options in the host's own words, one a line."""
    field = TextField(
        TYPED,
        localize("polls.form.texts.field"),
        localize("polls.form.texts.hint"),
        max_length=LONGEST_LIST,
        is_long=True,
    )
    return build_modal(TEXTS, draft.id, localize("polls.form.texts.title"), [field])


def question_form(draft: Draft, localize: Localizer) -> StatelessModal:
    """Asks for the question, filled with the present one."""
    filled = theme.truncate(draft.settings.question, MAX_QUESTION_LENGTH)
    field = TextField(
        TYPED, localize("polls.form.question.field"), max_length=MAX_QUESTION_LENGTH, default=filled, is_long=True
    )
    return build_modal(QUESTION, draft.id, localize("polls.form.question.title"), [field])


def time_form(draft: Draft, hour: str, offset: str, typed: str, localize: Localizer) -> StatelessModal:
    """Asks when the poll closes; `hour` and `offset` are those of the server's clock, `typed` what was typed before."""
    label = localize("polls.form.time.field", hour=hour, offset=offset)
    field = TextField(
        TYPED,
        label,
        localize("polls.form.time.hint"),
        max_length=LONGEST_TIME,
        default=theme.truncate(typed, LONGEST_TIME),
    )
    return build_modal(TIME, draft.id, localize("polls.form.time.title"), [field])
