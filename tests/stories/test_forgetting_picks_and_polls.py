"""A person who used picks and polls deletes all their data, and other people's votes stay."""

import pytest

from tests.privacy.row_factory import dump_sql
from tests.stories.club import Club, SimulatedUser
from tests.stories.polls import lift_rate_limit, prepare_panel, public_messages
from tests.stories.test_poll_votes import HOPE, press_buttons, start_poll


async def take_part(club: Club, guest: SimulatedUser, alone: SimulatedUser) -> None:
    """Let a guest host and prepare polls, vote, draw films and set preferences. Let Jiwoo vote too."""
    poll = await start_poll(club)
    await press_buttons(guest, poll, HOPE)
    await press_buttons(club.jiwoo, poll, HOPE)
    await prepare_panel(guest, film1="Harmony")
    await guest.slash("tearjerker")
    await alone.slash("tearjerker")
    await guest.select(await guest.slash("avoid"), "Bullying")
    await guest.select(await guest.slash("avoid"), "Netflix")


@pytest.mark.parametrize("database_location", ["sqlite", "postgres"], indirect=True)
async def test_a_person_who_did_everything_is_deleted_everywhere(club: Club) -> None:
    """Afterwards the person's id is in no row of any table, and the other vote is still in the poll."""
    lift_rate_limit(club)
    await take_part(club, club.sam, club.sam_in_dm)
    shown = await club.sam.slash("privacy forget")
    tables = {"avoidance", "ballot", "deck", "own_service", "pick", "poll", "poll_draft"}
    lines = [line for line in (await dump_sql(club.database)).splitlines() if str(club.sam.actor.id) in line]
    assert {line.split('"')[1] for line in lines} == tables
    await club.sam.click(shown, "Delete everything")
    assert str(club.sam.actor.id) not in await dump_sql(club.database)
    await club.env.advance_time(2)  # so that Jiwoo's next press does not count as a double tap
    assert "취소했어요" in (await press_buttons(club.jiwoo, public_messages(club)[0], HOPE))[0], (
        "Jiwoo's vote was still there to take back"
    )
