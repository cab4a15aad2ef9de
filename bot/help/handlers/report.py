"""Opens the form for reports, and handles its submission."""

import logging
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from bot.core.interactions.context import Context
from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.help.cards import report_thanks_card
from bot.help.rules.report import MAX_LENGTH, MIN_LENGTH, NewReport
from bot.help.service import HelpService
from bot.ids import FilmId, parse_id

log = logging.getLogger(__name__)
REPORT_ID, TEXT_FIELD = "wrong", "text"
GENERAL_SUBJECT = "general"
"""The argument of a report that is not about a film."""


def report_modal(argument: str, localize: Localizer) -> StatelessModal:
    """Return a form that asks what is wrong, with a film or in general."""
    labels = localize("help.form.what"), localize("help.form.hint")
    text = TextField(TEXT_FIELD, *labels, max_length=MAX_LENGTH, min_length=MIN_LENGTH, is_long=True)
    return build_modal(REPORT_ID, argument, localize("help.form.title"), [text])


class ReportHandlers(Struct, frozen=True):
    """Stores reports; `command_names` returns the names of all commands."""

    help: HelpService
    command_names: Callable[[], Sequence[str]]

    async def open_modal(self, context: Context, argument: str) -> None:
        """Open the form."""
        await context.open_modal(report_modal(str(_parse_film_id(argument) or GENERAL_SUBJECT), context.user_text))

    async def submit(self, context: Context, argument: str, fields: Mapping[str, str]) -> None:
        """Store a report, log it for the operator, and thank the person."""
        lines = filter(None, map(_printable, fields.get(TEXT_FIELD, "").splitlines()))
        text = "\n".join(lines)[:MAX_LENGTH]
        report = NewReport(
            context.user_id, context.guild_id, _parse_film_id(argument), context.user_text.language, text
        )
        number = await self.help.submit_report(report)
        subject = f"film {report.film_id}" if report.film_id else GENERAL_SUBJECT
        log.warning(
            "report received report=%d subject=%s language=%s text=%s",
            number,
            subject,
            report.language,
            " ".join(text.split()),
        )
        await context.reply_private(
            report_thanks_card(number, self.command_names(), context.command_mention, context.user_text)
        )


def _printable(line: str) -> str:
    """Return a line that is safe in a terminal, without the invisible tag characters of flags."""
    return "".join(letter for letter in escaping.clean(line) if letter.isprintable() or letter == escaping.JOINER)


def _parse_film_id(argument: str) -> FilmId | None:
    return parse_id(argument, FilmId) or None
