"""The form that asks what is wrong, and what becomes of what was typed."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.interactions.context import Context
from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.help.cards import report_thanks_card
from bot.help.rules.report import MAX_LENGTH, MIN_LENGTH, NewReport
from bot.help.service import HelpService

log = logging.getLogger(__name__)
WRONG, TEXT = "wrong", "text"
GENERAL = "general"
"""The rest of the ids of a report that is about no film."""
LONGEST_KEY = 18
"""Digits; a longer number is nothing that the database could hold."""


def wrong_form(rest: str, localize: Localizer) -> StatelessModal:
    """Asks what is wrong, with a film or in general."""
    labels = localize("help.form.what"), localize("help.form.hint")
    text = TextField(TEXT, *labels, max_length=MAX_LENGTH, min_length=MIN_LENGTH, is_long=True)
    return build_modal(WRONG, rest, localize("help.form.title"), [text])


@dataclass(frozen=True, slots=True)
class Sending:
    """Takes what was typed to the operator; `names` gives the commands that there are."""

    help: HelpService
    names: Callable[[], Sequence[str]]

    async def open(self, context: Context, rest: str) -> None:
        """Open the form."""
        await context.open_modal(wrong_form(str(_film(rest) or GENERAL), context.user_text))

    async def sent(self, context: Context, rest: str, fields: Mapping[str, str]) -> None:
        """Keep a report, tell the operator by the log, and only then thank the person."""
        lines = filter(None, map(_for_a_terminal, fields.get(TEXT, "").splitlines()))
        text = "\n".join(lines)[:MAX_LENGTH]
        written = NewReport(context.user_id, context.guild_id, _film(rest), context.user_text.language, text)
        number = await self.help.submit_report(written)
        of = f"film {written.film_id}" if written.film_id else GENERAL
        log.warning("report %d (%s, %s): %s", number, of, written.language, " ".join(text.split()))
        await context.reply_private(
            report_thanks_card(number, self.names(), context.command_mention, context.user_text)
        )


def _for_a_terminal(line: str) -> str:
    """Return a line that the operator reads in a terminal, which may show the tags of a flag as anything."""
    return "".join(letter for letter in theme.clean(line) if letter.isprintable() or letter == theme.JOINER)


def _film(rest: str) -> int | None:
    return int(rest) if rest.isascii() and rest.isdigit() and len(rest) <= LONGEST_KEY else None
