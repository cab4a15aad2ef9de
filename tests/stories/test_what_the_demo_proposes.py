"""Whatever the demo suggests to a newcomer works as described."""

import re
from collections.abc import Mapping

import pytest

from bot.demo.run import INTRODUCTION
from tests.stories.club import Club

PROPOSED = re.findall(r"^  \d\. /([a-z]+(?: [a-z]+)?)  ", INTRODUCTION, re.MULTILINE)
OPTIONS: Mapping[str, Mapping[str, str]] = {"film show": {"title": "Hope"}, "film search": {"theme": "First love"}}


def test_there_are_six_things_to_try() -> None:
    """The demo prints six commands, and begins with a draw and a poll."""
    assert len(PROPOSED) == 6
    assert PROPOSED[:2] == ["tearjerker", "poll start"]


@pytest.mark.parametrize("command", PROPOSED)
async def test_every_suggestion_is_answered(club: Club, command: str) -> None:
    """Each command shows a card, and something to press."""
    answer = await club.sam.slash(command, **OPTIONS.get(command, {}))
    assert answer.card
    assert answer.controls


@pytest.mark.parametrize("typed", ["moment rem", "소원", "ㅎㅁㄴ"])
async def test_half_a_title_finds_its_film(club: Club, typed: str) -> None:
    """Each half-typed title that the demo names is suggested, and shown as a film."""
    assert typed in INTRODUCTION
    assert await club.sam.autocomplete("film show", "title", typed)
    assert not (await club.sam.slash("film show", title=typed)).is_ephemeral


async def test_an_empty_option_suggests_films(club: Club) -> None:
    """Before anything is typed, 25 films are suggested, and Hope is one of them."""
    offered = await club.sam.autocomplete("film show", "title", "")
    assert len(offered) == 25
    assert "Hope (2013) · 소원 · KR" in [choice["name"] for choice in offered]


async def test_a_chosen_suggestion_is_suggested_again(club: Club) -> None:
    """Autocomplete for the value of a suggestion returns the same suggestion."""
    (hope,) = await club.sam.autocomplete("film show", "title", "소원")
    assert await club.sam.autocomplete("film show", "title", hope["value"]) == [hope]
