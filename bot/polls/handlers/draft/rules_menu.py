"""The panel's menu "Settings"."""

from collections.abc import Iterator, Sequence

from bot.core.interactions.components import Component, Option, select
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.cards.draft.settings_line import closing_label, duration_text, veto_text
from bot.polls.handlers.draft_modals import OTHER_QUESTION, OTHER_TIME, OTHER_WATCH_TIME
from bot.polls.rules.counting.vetoes import VETO_THRESHOLDS
from bot.polls.rules.draft import Draft
from bot.polls.rules.settings import DAY, CloseAfter, PollSettings, TieBreak, VotingMethod

CHANGE = "poll-change"
HOUR = 60 * 60
DURATION_PRESETS = (HOUR, 2 * HOUR, DAY, 3 * DAY, 7 * DAY)
"""Suggested durations of a poll, in seconds."""
AFTER, UNTIL_ENDED, VETO, NO_WATCH_TIME = "after", "open", "veto", "no-watch"
SUGGEST_ON, SUGGEST_OFF = "suggest-on", "suggest-off"


def rules_select(draft: Draft, unique_suffix: str, localize: Localizer) -> Component:
    """Return the menu, in which each option names a change and the current setting."""
    options = [*_setting_options(draft.settings, localize), *_typed_options(draft.settings, localize)]
    argument = f"{draft.id}:{unique_suffix}"
    # Optional, so that people can deselect an option after closing its form, and choose it again.
    return select(CHANGE, localize("polls.panel.settings"), options, argument=argument, is_optional=True)


def _setting_options(settings: PollSettings, localize: Localizer) -> Iterator[Option]:
    """Yield an option for each alternative setting; its description names the current setting."""
    choices: Sequence[tuple[Sequence[str], str]] = (
        (tuple(VotingMethod), settings.method),
        (tuple(TieBreak), settings.tie_break),
        (("shown", "hidden"), "shown" if settings.shows_counts else "hidden"),
        (("secret", "named"), "secret" if settings.is_secret else "named"),
        ((SUGGEST_ON, SUGGEST_OFF), SUGGEST_ON if settings.takes_suggestions else SUGGEST_OFF),
    )
    for values, current in choices:
        for other in values:
            if other != current:
                text = localize(f"polls.panel.why.{other}", now=localize(f"polls.panel.is.{current}"))
                yield other, localize(f"polls.panel.to.{other}"), text
    yield from _veto_options(settings.veto_threshold, localize)
    closing = localize("polls.panel.now", now=closing_label(settings.deadline, localize))
    for seconds in DURATION_PRESETS:
        if settings.deadline != CloseAfter(seconds):
            label = localize("polls.panel.to.after", length=duration_text(seconds, localize))
            yield f"{AFTER}-{seconds}", label, closing
    if settings.deadline:
        yield UNTIL_ENDED, localize("polls.panel.to.open"), closing


def _veto_options(current: int | None, localize: Localizer) -> Iterator[Option]:
    """Yield a menu option for each veto threshold other than the current one."""
    text = localize("polls.panel.why.veto", now=veto_text(current, localize, "is"))
    for threshold in (None, *VETO_THRESHOLDS):
        if threshold != current:
            yield f"{VETO}-{threshold}", veto_text(threshold, localize, "to"), text


def _typed_options(settings: PollSettings, localize: Localizer) -> Iterator[Option]:
    """Yield an option for each setting that is typed into a form, and one that removes the watch time."""
    yield OTHER_TIME, localize("polls.panel.to.time"), localize("polls.form.time.hint")
    yield OTHER_WATCH_TIME, localize("polls.panel.to.watch"), localize("polls.panel.why.watch")
    if settings.watch_at:
        yield NO_WATCH_TIME, localize("polls.panel.to.no-watch"), ""
    question = localize("polls.panel.now", now=escaping.label(settings.question))
    yield OTHER_QUESTION, localize("polls.panel.to.question"), question
