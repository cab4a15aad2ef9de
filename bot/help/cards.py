"""The cards of help."""

from collections.abc import Callable, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.help.rules.command_list import FORGET_COMMAND, MAX_LINES, SHOW_DATA_COMMAND, WELCOME_COMMANDS, CommandEntry

Mention = Callable[[str], str]
"""Returns a command as a clickable mention."""


def welcome_card(names: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Return a card that introduces the bot in a new server, with the suggested commands that are in `names`."""
    tries = _suggestion_lines([name for name in WELCOME_COMMANDS if name in names], mention, localize)
    return Embed(
        title=localize("help.welcome.title"),
        description="\n\n".join([localize("help.welcome.text"), tries]),
        colour=theme.BLUE,
    )


def help_card(suggestions: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Return a card with what to try first, above a menu of topics."""
    parts = localize("help.list.hello"), _suggestion_lines(suggestions, mention, localize), localize("help.list.topics")
    return Embed(title=localize("help.list.title"), description="\n\n".join(filter(None, parts)), colour=theme.BLUE)


def topic_card(topic: str, entries: Sequence[CommandEntry], mention: Mention, localize: Localizer) -> Embed:
    """Return a card with at most MAX_LINES commands of a topic and what they do."""
    lines = [
        localize("help.list.line", command=mention(entry.name), text=entry.description) for entry in entries[:MAX_LINES]
    ]
    if len(entries) > MAX_LINES:
        lines.append(localize("help.list.more"))
    return Embed(title=localize(f"help.topic.{topic}"), description="\n".join(lines), colour=theme.BLUE)


def _suggestion_lines(names: Sequence[str], mention: Mention, localize: Localizer) -> str:
    return "\n".join(
        localize("help.list.line", command=mention(name), text=localize(f"help.try.{name.replace(' ', '-')}"))
        for name in names
    )


def about_card(  # noqa: PLR0913  # everything that the card says
    version: str, films: int, names: Sequence[str], mention: Mention, localize: Localizer, *, uses_tmdb: bool = False
) -> Embed:
    """Return a card on what the bot is, its sources, how to report mistakes, and how to see stored data."""
    paragraphs = [
        localize("help.about.text"),
        localize("help.about.films", films=films),
        localize("help.about.watch"),
        localize("help.about.tmdb") if uses_tmdb else "",
        localize("help.about.wrong"),
        localize("help.about.data", command=mention(SHOW_DATA_COMMAND)) if SHOW_DATA_COMMAND in names else "",
    ]
    card = Embed(title=localize("help.about.title"), description="\n\n".join(filter(None, paragraphs)))
    card.colour = theme.BLUE
    return card.set_footer(text=localize("help.about.version", version=version))


def report_thanks_card(number: int, names: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Return a card that confirms a report with its number, and says what happens next and how to withdraw it."""
    forget_hint = localize("help.report.forget", command=mention(FORGET_COMMAND)) if FORGET_COMMAND in names else ""
    text = "\n\n".join(
        part for part in (localize("help.report.next"), localize("help.report.kept"), forget_hint) if part
    )
    return Embed(title=localize("help.report.thanks", number=number), description=text, colour=theme.PALE_BLUE)
