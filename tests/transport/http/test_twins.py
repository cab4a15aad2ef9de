"""The same conversation has the same answers by HTTP as by the gateway, body for body."""

import re
import shutil
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from tests.discord_server.bots.in_process import in_process_bot, in_process_http_bot
from tests.discord_server.clock import RELAXED_ACKNOWLEDGE_SECONDS
from tests.discord_server.club import Club
from tests.discord_server.server import DiscordServer
from tests.discord_server.users.responses import Response
from tests.discord_server.world import Body
from tests.integration.polls.poll_helpers import HARMONY, HOPE, start_poll, wait_for_result

IDS_AND_TIMES = re.compile(r"\d{10,}")


async def conversation(club: Club) -> Sequence[Body]:
    """Use each kind of interaction, in servers, direct messages and by user install; return what the bot answered."""
    answers: list[Response] = []
    suggestions = [await club.sam.autocomplete("film show", "title", "hop")]
    answers.append(card := await club.sam.slash("film show", title="Hope"))
    answers.append(await club.jiwoo.click(card.message, "More"))
    answers.append(await club.sam_in_dm.slash("film search", words="love"))
    answers.append(await club.mina_in_other_guild.slash("film show", title="소원"))
    answers.append(avoid := await club.jiwoo.slash("avoid"))
    answers.append(await club.jiwoo.select(avoid.message, avoid.message.options[0]["label"]))
    answers.append(settings := await club.mina.slash("settings"))
    answers.append(await club.mina.click(settings.message, "언어"))
    answers.append(about := await club.sam.slash("about"))
    form = (await club.sam.click(about.message, "⚠️ Report a mistake")).modal
    answers.append(await club.sam.submit_modal(form, {form.labels[0]: "The year is wrong."}))
    poll = await start_poll(club.sam)
    answers += [await club.jiwoo.click(poll, HOPE), await club.mina.click(poll, HARMONY)]
    lobby = club.home_guild.channels[-1]
    elsewhere = club.mina.in_channel(lobby)
    suggestions.append(await elsewhere.autocomplete("poll end", "poll", ""))
    answers += [await elsewhere.slash("poll list"), await club.jiwoo.in_channel(lobby).slash("poll results")]
    answers.append(await elsewhere.slash("poll end", poll=str(suggestions[-1][0]["value"])))
    result = await wait_for_result(club)
    bodies = [response.interaction.body for response in answers]
    return [*bodies, poll.message.body, result.message.body, *({"choices": choices} for choices in suggestions)]


def without_ids(payload: Any) -> Any:
    """Return a payload in which ids and times are replaced, because they differ in each run."""
    if isinstance(payload, dict):
        return {key: without_ids(value) for key, value in payload.items()}
    if isinstance(payload, list | tuple):
        return [without_ids(value) for value in payload]
    return IDS_AND_TIMES.sub("#", payload) if isinstance(payload, str) else payload


async def talk(bot: Any, database: Path) -> Sequence[Body]:
    with DiscordServer() as server:
        server.world.clock.acknowledge_seconds = RELAXED_ACKNOWLEDGE_SECONDS
        club = Club.create(server)
        server.world.create_channel(club.home_guild, "lobby")
        started: AbstractAsyncContextManager[Any] = bot(server, database)
        async with started:
            bodies = await conversation(club)
        server.assert_no_violations()
    return [without_ids(body) for body in bodies]


async def test_every_kind_of_interaction_gets_the_same_answer_as_over_the_gateway(
    database_file: Path, tmp_path: Path
) -> None:
    """Commands, suggestions, buttons, menus, forms, a poll and its result have the same bodies."""
    other = Path(shutil.copy(database_file, tmp_path / "other.db"))
    by_gateway, by_http = await talk(in_process_bot, database_file), await talk(in_process_http_bot, other)
    for body, twin in zip(by_gateway, by_http, strict=True):
        assert twin == body
