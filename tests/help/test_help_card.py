"""Which commands a person is told of, and that a card of them always fits."""

from collections.abc import Sequence
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import escaping
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.help.cards import help_card
from bot.help.rules.command_list import (
    FEATURE_ORDER,
    MAX_SUGGESTIONS,
    OTHER_FEATURES,
    SUGGESTED_COMMANDS,
    WELCOME_COMMANDS,
    CommandEntry,
    InteractionContextType,
    Viewer,
    group_by_feature,
    suggested_commands,
)
from tests.discord_rules.limits import embed_faults

MANAGE = 1 << 5
EVERYWHERE = CommandEntry("films", "film show", "Show a film")
FOR_HOSTS = CommandEntry(
    "settings",
    "settings",
    "Set me up",
    frozenset({InteractionContextType.GUILD}),
    is_user_installable=False,
    required_permissions=MANAGE,
)
OF_SERVERS = CommandEntry(
    "polls", "poll start", "Vote", frozenset({InteractionContextType.GUILD}), is_user_installable=False
)


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
def test_only_what_discord_offers_is_told(where: Viewer, offered: Sequence[str]) -> None:
    """Nobody is sent to a command that they cannot see."""
    assert [entry.name for entry in (EVERYWHERE, OF_SERVERS, FOR_HOSTS) if where.can_see(entry)] == offered


def test_the_best_three_that_there_are_come_first() -> None:
    """A newcomer is told of three, whatever has been built so far."""
    assert suggested_commands([entry_of(name) for name in reversed(SUGGESTED_COMMANDS)]) == list(
        SUGGESTED_COMMANDS[:MAX_SUGGESTIONS]
    )
    assert suggested_commands([entry_of("about"), entry_of("film show"), entry_of("board me")]) == [
        "film show",
        "about",
    ]


def test_commands_stand_by_their_rooms_and_none_is_lost() -> None:
    """A room that nobody has heard of stands under a heading of its own at the end."""
    entries = [entry_of("x", "help"), entry_of("y", "a new room"), entry_of("z", "films"), entry_of("w", "films")]
    assert [(room, [one.name for one in there]) for room, there in group_by_feature(entries).items()] == [
        ("films", ["z", "w"]),
        ("help", ["x"]),
        (OTHER_FEATURES, ["y"]),
    ]


@pytest.mark.parametrize("language", Language)
def test_every_room_has_a_heading_and_every_try_a_line(words: Translations, language: Language) -> None:
    """Whatever is built next, the card has a word for it."""
    texts = words.texts[language]
    assert texts.keys() >= {f"help.room.{room}" for room in (*FEATURE_ORDER, OTHER_FEATURES)}
    assert texts.keys() >= {f"help.try.{name.replace(' ', '-')}" for name in (*SUGGESTED_COMMANDS, *WELCOME_COMMANDS)}


ROOM = st.sampled_from([None, *FEATURE_ORDER, "a new room"])


def some_names(count: int, random: Random) -> list[str]:
    """So many different commands, of one to three words of up to 32 letters."""
    names: dict[str, None] = {}
    while len(names) < count:
        words = ("".join(random.choices(ascii_lowercase, k=random.randint(1, 32))) for _ in range(random.randint(1, 3)))
        names[" ".join(words)] = None
    return list(names)


NAMES = st.builds(some_names, st.integers(40, 80), st.integers(0, 2**32).map(Random))


@given(names=NAMES, room=ROOM, length=st.integers(1, 100))
def test_however_many_commands_fit_on_a_card(
    words: Translations, names: list[str], room: str | None, length: int
) -> None:
    """All in one room or not, in either language: each is there, or a last line says that there are more."""
    rooms = [room or FEATURE_ORDER[place % len(FEATURE_ORDER)] for place in range(len(names))]
    entries = [CommandEntry(one, name, "가" * length) for one, name in zip(rooms, names, strict=True)]
    ids = {name.split()[0]: 10**18 for name in names}
    for localize in map(words.localizer, Language):
        card = help_card(
            list(SUGGESTED_COMMANDS),
            group_by_feature(entries),
            lambda name: escaping.command_mention(name, ids),
            localize,
        )
        assert embed_faults(card.to_dict()) == []
        told = "\n".join(field.value or "" for field in card.fields)
        all_are_there = all(escaping.command_mention(name, ids) in told for name in names)
        assert all_are_there or told.endswith(localize("help.list.more-text"))
        assert all_are_there or len(names) > 40


def test_forty_usual_commands_are_all_on_it_with_what_they_do(words: Translations) -> None:
    """Nothing is left out or cut that there is room for."""
    names = [f"{group} {name}" for group in ("film", "poll", "board", "suggest") for name in "abcdefghij"]
    entries = [
        CommandEntry("polls", name, f"What {name} does, in as many words as a command of ours has") for name in names
    ]
    card = help_card(
        ["film show"],
        group_by_feature(entries),
        lambda name: escaping.command_mention(name, IDS),
        words.localizer(Language.ENGLISH),
    )
    told = "\n".join(field.value or "" for field in card.fields)
    assert all(f"{escaping.command_mention(name, IDS)} What {name} does, in as many words" in told for name in names)


IDS = dict.fromkeys(("film", "poll", "board", "suggest"), 10**18)


def entry_of(name: str, room: str = "films") -> CommandEntry:
    return CommandEntry(room, name, "What it does")
