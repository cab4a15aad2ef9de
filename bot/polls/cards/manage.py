"""The replies after a poll is ended, cancelled, reopened, extended or exported, or an option is suggested."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import discord_timestamp, option_name
from bot.polls.rules.option import OptionContent
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.exported_poll import ExportedPoll


def ended_card(poll: Poll, results: str, localize: Localizer, *, was_closed: bool = False) -> Embed:
    """Return the reply after a poll was ended; `results` mentions the command that shows the poll's result.

    `was_closed` says that the poll was closed already.
    """
    unposted = "polls.run.ended-lost" if poll.unreachable_reason else "polls.run.ended"
    key = "polls.run.ended-already" if was_closed else unposted
    return _card(localize(key, question=_question(poll), results=results))


def cancelled_card(poll: Poll, localize: Localizer) -> Embed:
    """Return the reply after a poll was cancelled, which says until when that can be undone."""
    until = discord_timestamp(poll.undo_until or 0, "t")
    return _card(localize("polls.run.cancelled", question=_question(poll), until=until))


def reopened_card(poll: Poll, localize: Localizer) -> Embed:
    """Return the reply after a cancelled poll was reopened; it says whether the poll closed again at once."""
    key = "polls.run.back" if poll.state is PollState.OPEN else "polls.run.back-closed"
    return _card(localize(key, question=_question(poll)))


def extended_card(poll: Poll, localize: Localizer) -> Embed:
    """Return the reply after a poll was extended, with its new closing time."""
    closes_at = poll.closes_at or poll.opened_at
    stamps = {"when": discord_timestamp(closes_at), "distance": discord_timestamp(closes_at, "R")}
    return _card(localize("polls.extend.done", question=_question(poll), **stamps))


def which_time_card(timestamps: Sequence[int], localize: Localizer) -> Embed:
    """Return a card that asks which of several possible times was meant."""
    lines = [localize("polls.refused.time-several"), *map(discord_timestamp, timestamps)]
    return _card("\n".join(lines))


def suggested_card(poll: Poll, option: OptionContent, localize: Localizer) -> Embed:
    """Return the card that confirms a suggested option."""
    card = _card(localize("polls.suggest.done", option=option_name(option, localize)))
    return card.set_footer(text=escaping.label(poll.question, theme.TITLE_LIMIT))


def unsure_card(user_input: str, count: int, localize: Localizer) -> Embed:
    """Return a card that asks which film a suggestion means; `count` is the number of films to choose from."""
    key = "polls.panel.which.near-one" if count == 1 else "polls.panel.which.near"
    return _card(localize(key, typed=escaping.with_emoji(escaping.unquoted(user_input))))


def exported_card(exported: ExportedPoll, localize: Localizer) -> Embed:
    """Return the reply that comes with the file of an exported poll, and says what is in it."""
    privacy = localize("polls.export.secret" if exported.poll.is_secret else "polls.export.named")
    text = localize("polls.export.done", question=_question(exported.poll), count=len(exported.ballots))
    return _card(f"{text} {privacy}")


def _card(text: str) -> Embed:
    return Embed(description=text, colour=theme.BLUE)


def _question(poll: Poll) -> str:
    return escaping.with_emoji(poll.question, theme.TITLE_LIMIT)
