"""Whatever the demo tells a newcomer to try does what it says."""

import re

import pytest

from bot.demo import INTRODUCTION
from tests.stories.club import Club

PROPOSED = re.findall(r"^  \d\. (.+?)(?:  |,)", INTRODUCTION, re.MULTILINE)


def test_there_are_five_things_to_try() -> None:
    """The list is read from what the demo prints."""
    assert len(PROPOSED) == 5


@pytest.mark.parametrize("typed", PROPOSED)
async def test_every_proposal_leads_somewhere(club: Club, typed: str) -> None:
    """Each of them is offered a film, shows a card, or asks back with films that are near."""
    offered = await club.sam.autocomplete("film show", "title", typed)
    answer = await club.sam.slash("film show", title=typed)
    assert offered or answer.buttons
    assert not answer.is_ephemeral or answer.buttons


async def test_nothing_typed_yet_offers_the_saddest_films(club: Club) -> None:
    """Who opens the option without an idea is given some."""
    offered = await club.sam.autocomplete("film show", "title", "")
    assert len(offered) == 25
    assert "Hope (2013) · 소원 · KR" in [choice["name"] for choice in offered]


async def test_what_was_picked_is_still_offered_by_its_name(club: Club) -> None:
    """A client that asks again after a pick gets the film's line, not an empty list."""
    (hope,) = await club.sam.autocomplete("film show", "title", "소원")
    assert await club.sam.autocomplete("film show", "title", hope["value"]) == [hope]
