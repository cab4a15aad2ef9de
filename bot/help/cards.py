"""The cards of help."""

from collections.abc import Callable, Mapping, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.help.rules.command_list import FORGET_COMMAND, SHOW_DATA_COMMAND, WELCOME_COMMANDS, CommandEntry

Mention = Callable[[str], str]
"""Returns a command as a clickable mention."""
DESCRIPTION_WIDTHS = (theme.CHOICE_LIMIT, 60, 30, 0)
"""Lengths to try for the description of a command, until all commands fit."""
FIELD_VALUE_LIMIT, FIELDS_LIMIT, EMBED_LIMIT = 1024, 25, 6000
"""Discord's limits on characters of a field, fields of a card, and characters of a card."""


def welcome_card(names: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Introduce the bot to a new place, with the first commands to try of those in `names`."""
    card = Embed(title=localize("help.welcome.title"), description=localize("help.welcome.text"), colour=theme.BLUE)
    lines = [_suggestion_line(name, mention, localize) for name in WELCOME_COMMANDS if name in names]
    return card.add_field(name=localize("help.welcome.try"), value="\n".join(lines), inline=False)


def help_card(
    suggestions: Sequence[str],
    entries_by_feature: Mapping[str, Sequence[CommandEntry]],
    mention: Mention,
    localize: Localizer,
) -> Embed:
    """List what to try first, then every command by feature, described as fully as fits one card."""
    for width in DESCRIPTION_WIDTHS:
        card = Embed(title=localize("help.list.title"), description=localize("help.list.hello"), colour=theme.BLUE)
        _add_field(card, localize("help.list.try"), [_suggestion_line(name, mention, localize) for name in suggestions])
        for feature, entries in entries_by_feature.items():
            _add_field(
                card, localize(f"help.room.{feature}"), [_command_line(entry, width, mention) for entry in entries]
            )
        if len(card.fields) <= FIELDS_LIMIT and _embed_size(card) <= EMBED_LIMIT:
            return card
    return _drop_last_fields(card, localize)


def _suggestion_line(name: str, mention: Mention, localize: Localizer) -> str:
    return localize("help.list.line", command=mention(name), text=localize(f"help.try.{name.replace(' ', '-')}"))


def _command_line(entry: CommandEntry, width: int, mention: Mention) -> str:
    return f"{mention(entry.name)} {escaping.truncate(entry.description, width)}" if width else mention(entry.name)


def _add_field(card: Embed, heading: str, lines: Sequence[str]) -> None:
    """Add a field of lines; more fields of the same heading where one is too small."""
    chunks = [""]
    for line in lines:
        longer = f"{chunks[-1]}\n{line}".strip()
        if escaping.utf16_length(longer) <= FIELD_VALUE_LIMIT:
            chunks[-1] = longer
        else:
            chunks.append(line)
    for chunk in filter(None, chunks):
        card.add_field(name=heading, value=chunk, inline=False)


def _embed_size(card: Embed) -> int:
    parts = (part for field in card.fields for part in (field.name, field.value))
    return sum(escaping.utf16_length(part or "") for part in (card.title, card.description, *parts))


def _drop_last_fields(card: Embed, localize: Localizer) -> Embed:
    """Remove the last fields of a card and say that there is more."""
    while len(card.fields) > FIELDS_LIMIT - 1 or _embed_size(card) > EMBED_LIMIT - FIELD_VALUE_LIMIT:
        card.remove_field(-1)
    return card.add_field(name=localize("help.list.more"), value=localize("help.list.more-text"), inline=False)


def about_card(version: str, films: int, names: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Say who the bot is, where its facts come from, and who reads reports."""
    card = Embed(title=localize("help.about.title"), description=localize("help.about.text"), colour=theme.BLUE)
    sections = [
        ("films", localize("help.about.films", films=films)),
        ("watch", localize("help.about.watch")),
        ("own", localize("help.about.own", version=version)),
    ]
    if SHOW_DATA_COMMAND in names:
        sections.append(("data", localize("help.about.data", command=mention(SHOW_DATA_COMMAND))))
    sections.append(("wrong", localize("help.about.wrong")))
    for key, text in sections:
        card.add_field(name=localize(f"help.heading.{key}"), value=text, inline=False)
    return card


def report_thanks_card(number: int, names: Sequence[str], mention: Mention, localize: Localizer) -> Embed:
    """Confirm a report: its number, what happens next, and how to withdraw it."""
    forget_hint = localize("help.report.forget", command=mention(FORGET_COMMAND)) if FORGET_COMMAND in names else ""
    text = "\n\n".join(
        part for part in (localize("help.report.next"), localize("help.report.kept"), forget_hint) if part
    )
    return Embed(title=localize("help.report.thanks", number=number), description=text, colour=theme.PALE_BLUE)
