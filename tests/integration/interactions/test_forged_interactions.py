"""What only a forger can send: overlong texts in a form, or a control's id where that control does not exist."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.core.feature import LengthLimitedHandler
from bot.core.text.languages import Language
from bot.help.rules.report import MAX_LENGTH
from bot.transport.client import NunmulClient
from tests.discord_server.club import Club
from tests.discord_server.users.interaction import InteractionType
from tests.discord_server.users.responses import OpenModal, Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.discord_server.world import Channel
from tests.integration.polls.poll_helpers import query_rows
from tests.soak_cases import soak_after

LONG = ("Every letter of it is forged. " * 200)[:6000]
HOSTILE = "a" + "\u0958" * 5999
"""A text whose characters, except the first, each become two when normalised."""


@pytest.fixture(autouse=True)
def _no_rate_limit(bot: NunmulClient) -> None:
    """Lift the rate limit for the forger."""
    bot.core.dispatcher.rate_limiter.limit = 1000


async def fill_and_submit(guest: SimulatedUser, form: OpenModal, text: str) -> Response:
    """Send a form with the same text in each field, whatever the fields' maximum lengths."""
    parts = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": field["custom_id"], "value": text}}
        for _, field in form.fields()
    ]
    data = {"custom_id": form.interaction.body["custom_id"], "components": parts}
    return await guest._interact(InteractionType.MODAL_SUBMIT, data, form.interaction.message)  # noqa: SLF001  # forges what no client would send


async def press_forged(guest: SimulatedUser, custom_id: str, seen: VisibleMessage, *values: str) -> Response:
    """Press a button with a made-up id or, given values, choose them in a menu with that id."""
    chosen: Mapping[str, Any] = {"component_type": 3, "values": list(values)} if values else {"component_type": 2}
    return await guest._interact(InteractionType.MESSAGE_COMPONENT, {"custom_id": custom_id, **chosen}, seen.message)  # noqa: SLF001  # see above


def ids(seen: VisibleMessage) -> list[str]:
    return [control["custom_id"] for control in seen.controls if control.get("custom_id")]


async def open_every_form(guest: SimulatedUser) -> Mapping[str, OpenModal]:
    """Rate a film and start a poll as a manager of the server, open every form, and return the forms by name."""
    rated = (await guest.slash("cried", film="Hope", tissues=5)).message
    (moment,) = (custom_id for custom_id in ids(rated) if custom_id.startswith("v1:cried-moment:"))
    await start_poll_with_suggestions(guest)
    panel = (await guest.slash("poll start", film1="Hope")).message
    places = ("v1:settings-region:search", "v1:settings-zone:search", "v1:own-country:search")
    searches = (*places, "v1:wrong:general", "v1:search-form:", moment, "v1:poll-suggest:1")
    drafts = [f"v1:poll-{name}:{draft_of(panel)}" for name in ("names", "texts", "question", "time", "watch")]
    return {
        custom_id.split(":")[1]: (await press_forged(guest, custom_id, panel)).modal
        for custom_id in (*searches, *drafts)
    }


async def start_poll_with_suggestions(guest: SimulatedUser) -> None:
    panel = (await guest.slash("poll start", film1="Hope", film2="Harmony")).message
    changed = (await guest.select(panel, "선택지 제안 받기")).message
    await guest.click(changed, "시작")


def draft_of(panel: VisibleMessage) -> str:
    return next(custom_id for custom_id in ids(panel) if custom_id.startswith("v1:poll-names:")).rpartition(":")[2]


async def test_every_form_is_truncated_to_its_own_limit(club: Club, bot: NunmulClient) -> None:
    """Every form's handler has the maximum length of each field. The test opens all forms."""
    forms = await open_every_form(club.mina)
    assert forms.keys() == bot.modals.keys()
    for name, form in forms.items():
        sent = bot.modals[name]
        assert isinstance(sent, LengthLimitedHandler), name
        assert sent.max_lengths == {field["custom_id"]: field["max_length"] for _, field in form.fields()}, name


@pytest.mark.parametrize("text", soak_after(2, [LONG, HOSTILE, "\u0301" * 6000]), ids=["long", "composed", "marks"])
async def test_a_forged_form_submission_is_answered(
    club: Club, bot: NunmulClient, database_file: Path, text: str
) -> None:
    """No handler fails, and no stored text is longer than allowed."""
    for name, form in (await open_every_form(club.mina)).items():
        answer = await fill_and_submit(club.mina, form, text)
        assert bot.core.translations.localizer(Language("ko"))("core.failed") not in answer.message.text, name
    for (stored,) in query_rows(database_file, "SELECT text FROM report UNION SELECT question FROM poll_draft"):
        assert len(stored) <= MAX_LENGTH
    assert all(len(label) <= 80 for (label,) in query_rows(database_file, "SELECT label FROM poll_draft_option"))


async def test_a_forged_report_is_truncated(club: Club, bot: discord.Client, database_file: Path) -> None:
    """The report is cut to the length that the form allows, and the person is told its number."""
    form = (await club.sam.click((await club.sam.slash("help")).message, "⚠️ Report a mistake")).modal
    assert "This is report 1." in (await fill_and_submit(club.sam, form, LONG)).message.text
    assert query_rows(database_file, "SELECT text FROM report") == [(LONG[:MAX_LENGTH].strip(),)]


@pytest.fixture
def elsewhere(club: Club) -> Channel:
    """Return a channel of a second server, which has the bot, and which Sam and Mina both manage."""
    server = club.discord.world.create_guild("Second Club")
    for guest in (club.sam, club.mina):
        club.discord.world.add_member(guest.user, server, ["manage_guild"])
    return club.discord.world.create_channel(server, "films")


async def test_controls_from_another_place_are_unknown(
    elsewhere: Channel, club: Club, bot: discord.Client, database_file: Path
) -> None:
    """A forged control for a person's own pick or search does nothing in another server or in direct messages."""
    pick = (await club.sam.slash("tearjerker")).message
    none = (await club.sam.slash("tearjerker", service="tubi", tears=5)).message
    found = (await club.sam.slash("film search", theme="war")).message
    nothing = (await club.sam.slash("film search", person="son yejinn")).message
    card = (await club.sam.select(found, found.options[0]["label"])).message
    prefixes = ("v1:another", "v1:not-for-us", "v1:draw-without", "v1:shuffle", "v1:found")
    forged = {
        forged_id for seen in (pick, none, nothing, card) for forged_id in ids(seen) if forged_id.startswith(prefixes)
    }
    forged |= {forged_id.replace("v1:draw-without", "v1:shuffle").rsplit(":", 1)[0] for forged_id in ids(none)[:1]}
    search = next(found_id for found_id in ids(card) if found_id.startswith("v1:found:")).split(":")[2]
    forged |= {f"v1:found-share:{search}:0", f"v1:found-wide:{search}:themes", f"v1:found-only:{search}:themes"}
    tables = "SELECT * FROM deck", "SELECT * FROM deck_card", "SELECT * FROM pick", "SELECT * FROM search"
    before = [query_rows(database_file, table) for table in tables]
    for place in (elsewhere, club.sam_in_dm.channel):
        here = club.sam.in_channel(place)
        seen = (await here.slash("help")).message
        for custom_id in sorted(forged):
            answer = await press_forged(here, custom_id, seen)
            assert answer.message.is_ephemeral or place is club.sam_in_dm.channel, custom_id
            assert re.search("too old|list is gone", answer.message.text), custom_id
    assert [query_rows(database_file, table) for table in tables] == before


async def test_nobody_changes_settings_of_a_server_without_the_bot(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """Someone who manages a server without the bot changes and creates nothing there, even with a user install."""
    club.discord.world.add_member(club.mina.user, club.other_guild, ["manage_guild"])
    here = club.mina_in_other_guild
    seen = (await here.slash("help")).message
    for control in ("settings:panel", "settings-language:ko", "settings-zone:none", "deck:", "deck:shuffle"):
        assert "관리" in (await press_forged(here, f"v1:{control}", seen)).message.text, control
    await press_forged(here, "v1:settings-region:1", seen, "KR")
    assert query_rows(database_file, "SELECT guild_id FROM server_setting UNION SELECT guild_id FROM deck") == []


async def test_a_report_cannot_name_a_film_of_another_server(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """If the id of another server's film is forged, the report is stored without a film."""
    with closing(sqlite3.connect(database_file)) as connection, connection:
        columns = "id, guild_id, slug, year, notes_known"
        connection.execute(f"INSERT INTO film ({columns}) VALUES (5000, 404, 'theirs', 2000, 0)")
    seen = (await club.sam.slash("help")).message
    await fill_and_submit(
        club.sam, (await press_forged(club.sam, "v1:wrong:5000", seen)).modal, "The year is wrong there."
    )
    await fill_and_submit(
        club.sam, (await press_forged(club.sam, "v1:wrong:1", seen)).modal, "The year is wrong there."
    )
    assert query_rows(database_file, "SELECT film_id FROM report ORDER BY id") == [(None,), (1,)]
