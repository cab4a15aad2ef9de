"""A person is shown only commands that they can use, and each page of help fits a phone's screen."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot import app
from bot.core.feature import Feature, FeatureRegistry, Shortcut
from bot.core.text import escaping
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.help.cards import help_card, topic_card
from bot.help.handlers.pages import WELCOME_SHORTCUTS
from bot.help.rules.command_list import (
    MAX_LINES,
    MAX_SUGGESTIONS,
    OTHER_TOPIC,
    SUGGESTED_COMMANDS,
    TOPICS,
    WELCOME_COMMANDS,
    CommandEntry,
    InteractionContextType,
    Viewer,
    group_by_topic,
    suggested_commands,
)
from tests.discord_rules.limits import embed_faults

MANAGE = 1 << 5
ANYWHERE = CommandEntry("film show", "Show a film")
FOR_MANAGERS = CommandEntry(
    "settings",
    "Set me up",
    frozenset({InteractionContextType.GUILD}),
    is_user_installable=False,
    required_permissions=MANAGE,
)
SERVER_ONLY = CommandEntry("poll start", "Vote", frozenset({InteractionContextType.GUILD}), is_user_installable=False)


@pytest.mark.parametrize(
    ("where", "offered"),
    [
        (Viewer(InteractionContextType.GUILD, permissions=MANAGE | 1), ["film show", "poll start", "settings"]),
        (Viewer(InteractionContextType.GUILD, permissions=1), ["film show", "poll start"]),
        (Viewer(InteractionContextType.GUILD, is_user_install=True, permissions=MANAGE), ["film show"]),
        (Viewer(InteractionContextType.BOT_DM), ["film show"]),
        (Viewer(InteractionContextType.PRIVATE_CHANNEL, is_user_install=True), ["film show"]),
    ],
)
def test_only_commands_that_discord_shows_are_listed(where: Viewer, offered: Sequence[str]) -> None:
    """Nobody is sent to a command that they cannot see."""
    assert [entry.name for entry in (ANYWHERE, SERVER_ONLY, FOR_MANAGERS) if where.can_see(entry)] == offered


def test_the_best_three_available_come_first() -> None:
    """The first three suggested commands that are available are shown, in order."""
    assert suggested_commands([entry_of(name) for name in reversed(SUGGESTED_COMMANDS)]) == list(
        SUGGESTED_COMMANDS[:MAX_SUGGESTIONS]
    )
    everywhere = [entry_of("film show"), entry_of("film search"), entry_of("tearjerker"), entry_of("board me")]
    assert suggested_commands(everywhere) == ["tearjerker", "film show", "film search"]


def test_commands_are_grouped_by_topic_and_none_is_lost() -> None:
    """A command without a topic comes last, under "More". A topic without commands is left out."""
    entries = [entry_of("new one"), entry_of("poll add"), entry_of("film search"), entry_of("film show")]
    assert [(topic, [entry.name for entry in there]) for topic, there in group_by_topic(entries).items()] == [
        ("films", ["film show", "film search"]),
        ("polls", ["poll add"]),
        (OTHER_TOPIC, ["new one"]),
    ]


async def test_every_command_has_its_topic(database_file: Path) -> None:
    """None of our commands is under "More", and no topic has more commands than fit on a phone's screen."""
    async with app.open_client(database_file) as client:
        built = [
            command.qualified_name
            for command in client.tree.walk_commands()
            if isinstance(command, app_commands.Command)
        ]
    assert sorted(name for names in TOPICS.values() for name in names) == sorted(built)
    assert max(map(len, TOPICS.values())) <= MAX_LINES


@pytest.mark.parametrize("language", Language)
def test_every_topic_has_a_name_and_every_suggestion_a_line(translations: Translations, language: Language) -> None:
    """Each language has a name for every topic, and a line for every suggested command."""
    texts = translations.texts[language]
    assert texts.keys() >= {f"help.topic.{topic}" for topic in (*TOPICS, OTHER_TOPIC)}
    assert texts.keys() >= {f"help.try.{name.replace(' ', '-')}" for name in (*SUGGESTED_COMMANDS, *WELCOME_COMMANDS)}


def random_names(count: int, random: Random) -> list[str]:
    """Return this many different commands, of one to three words of up to 32 letters."""
    names: dict[str, None] = {}
    while len(names) < count:
        words = ("".join(random.choices(ascii_lowercase, k=random.randint(1, 32))) for _ in range(random.randint(1, 3)))
        names[" ".join(words)] = None
    return list(names)


NAMES = st.builds(random_names, st.integers(1, 80), st.integers(0, 2**32).map(Random))


@given(names=NAMES, length=st.integers(1, 100))
def test_a_topic_fits_however_many_commands_it_has(translations: Translations, names: list[str], length: int) -> None:
    """At most four commands are shown. If there are more, a last line says so."""
    entries, ids = [CommandEntry(name, "가" * length) for name in names], {name.split()[0]: 10**18 for name in names}
    for localize in map(translations.localizer, Language):
        card = topic_card(OTHER_TOPIC, entries, lambda name: escaping.command_mention(name, ids), localize)
        assert embed_faults(card.to_dict()) == []
        lines = str(card.description).split("\n")
        assert [f"</{name}:{10**18}>" in line for name, line in zip(names, lines, strict=False)][:MAX_LINES] == [
            True
        ] * min(len(names), MAX_LINES)
        assert (lines[-1] == localize("help.list.more")) == (len(names) > MAX_LINES)


@pytest.mark.parametrize("language", Language)
def test_the_first_page_is_short(translations: Translations, language: Language) -> None:
    """The page has clickable commands to try first, and says where everything else is."""
    localize = translations.localizer(language)
    card = help_card(["tearjerker"], lambda name: escaping.command_mention(name, {"tearjerker": 7}), localize)
    assert "</tearjerker:7> " in str(card.description)
    assert localize("help.list.topics") in str(card.description)
    assert len(str(card.description)) < 300
    assert not card.fields


def test_the_welcome_has_the_available_shortcuts(translations: Translations) -> None:
    """The shortcuts are in the order of WELCOME_SHORTCUTS, without those that no feature offers."""
    localize, registry = translations.localizer(Language.ENGLISH), FeatureRegistry()
    names = [*WELCOME_SHORTCUTS[:0:-1], "another"]
    shortcuts = {name: Shortcut("settings.panel.shortcut", f"press-{name}", is_for_guilds=True) for name in names}
    registry.register(Feature("some", shortcuts=shortcuts))
    buttons = registry.shortcut_buttons(WELCOME_SHORTCUTS, localize, in_guild=True)
    assert [button.data["custom_id"] for button in buttons] == ["v1:press-start-poll:", "v1:press-settings:"]


def entry_of(name: str) -> CommandEntry:
    return CommandEntry(name, "What it does")
