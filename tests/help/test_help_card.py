"""Which commands a person is told of, and that a card of them always fits."""

from collections.abc import Sequence
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import theme
from bot.core.text.translations import Language, Translations
from bot.help.cards import help_card
from bot.help.rules.command_list import (
    OTHER,
    ROOMS,
    TRIED_FIRST,
    TRIES,
    WELCOMED,
    Entry,
    Place,
    Where,
    by_room,
    tried_first,
)
from tests.discord_rules.limits import embed_faults

MANAGE = 1 << 5
EVERYWHERE = Entry("films", "film show", "Show a film")
FOR_HOSTS = Entry("settings", "settings", "Set me up", frozenset({Place.SERVER}), on_own_account=False, needs=MANAGE)
OF_SERVERS = Entry("polls", "poll start", "Vote", frozenset({Place.SERVER}), on_own_account=False)


@pytest.mark.parametrize(
    ("where", "offered"),
    [
        (Where(Place.SERVER, may=MANAGE | 1), ["film show", "poll start", "settings"]),
        (Where(Place.SERVER, may=1), ["film show", "poll start"]),
        (Where(Place.SERVER, own_account=True, may=MANAGE), ["film show"]),
        (Where(Place.DIRECT), ["film show"]),
        (Where(Place.PRIVATE, own_account=True), ["film show"]),
    ],
)
def test_only_what_discord_offers_is_told(where: Where, offered: Sequence[str]) -> None:
    """Nobody is sent to a command that they cannot see."""
    assert [entry.name for entry in (EVERYWHERE, OF_SERVERS, FOR_HOSTS) if where.offers(entry)] == offered


def test_the_best_three_that_there_are_come_first() -> None:
    """A newcomer is told of three, whatever has been built so far."""
    assert tried_first([entry_of(name) for name in reversed(TRIED_FIRST)]) == list(TRIED_FIRST[:TRIES])
    assert tried_first([entry_of("about"), entry_of("film show"), entry_of("board me")]) == ["film show", "about"]


def test_commands_stand_by_their_rooms_and_none_is_lost() -> None:
    """A room that nobody has heard of stands under a heading of its own at the end."""
    entries = [entry_of("x", "help"), entry_of("y", "a new room"), entry_of("z", "films"), entry_of("w", "films")]
    assert [(room, [one.name for one in there]) for room, there in by_room(entries).items()] == [
        ("films", ["z", "w"]),
        ("help", ["x"]),
        (OTHER, ["y"]),
    ]


@pytest.mark.parametrize("language", Language)
def test_every_room_has_a_heading_and_every_try_a_line(words: Translations, language: Language) -> None:
    """Whatever is built next, the card has a word for it."""
    texts = words.texts[language]
    assert texts.keys() >= {f"help.room.{room}" for room in (*ROOMS, OTHER)}
    assert texts.keys() >= {f"help.try.{name.replace(' ', '-')}" for name in (*TRIED_FIRST, *WELCOMED)}


ROOM = st.sampled_from([None, *ROOMS, "a new room"])


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
    rooms = [room or ROOMS[place % len(ROOMS)] for place in range(len(names))]
    entries = [Entry(one, name, "가" * length) for one, name in zip(rooms, names, strict=True)]
    ids = {name.split()[0]: 10**18 for name in names}
    for localize in map(words.localizer, Language):
        card = help_card(list(TRIED_FIRST), by_room(entries), lambda name: theme.command_mention(name, ids), localize)
        assert embed_faults(card.to_dict()) == []
        told = "\n".join(field.value or "" for field in card.fields)
        all_are_there = all(theme.command_mention(name, ids) in told for name in names)
        assert all_are_there or told.endswith(localize("help.list.more-text"))
        assert all_are_there or len(names) > 40


def test_forty_usual_commands_are_all_on_it_with_what_they_do(words: Translations) -> None:
    """Nothing is left out or cut that there is room for."""
    names = [f"{group} {name}" for group in ("film", "poll", "board", "suggest") for name in "abcdefghij"]
    entries = [Entry("polls", name, f"What {name} does, in as many words as a command of ours has") for name in names]
    card = help_card(
        ["film show"],
        by_room(entries),
        lambda name: theme.command_mention(name, IDS),
        words.localizer(Language.ENGLISH),
    )
    told = "\n".join(field.value or "" for field in card.fields)
    assert all(f"{theme.command_mention(name, IDS)} What {name} does, in as many words" in told for name in names)


IDS = dict.fromkeys(("film", "poll", "board", "suggest"), 10**18)


def entry_of(name: str, room: str = "films") -> Entry:
    return Entry(room, name, "What it does")
