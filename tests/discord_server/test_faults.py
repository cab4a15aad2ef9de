"""Every fault does what it says."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.discord_server.bots.probe import ProbeClient
from tests.discord_server.bots.redirect import FAKE_TOKEN
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.rest.test_interaction_routes import refusal
from tests.discord_server.server import DiscordServer

CALLBACK, CHANNEL = "/interactions/*/callback", "/channels/*/messages"
ME_PATH = "/users/@me"
POST: dict[str, Any] = {"content": "hi", "allowed_mentions": {"parse": []}}


async def request(server: DiscordServer, path: str = ME_PATH, body: object = None) -> tuple[int, object]:
    """Send a plain request with the bot's token; return the status, and the JSON or the text."""
    headers = {"Authorization": f"Bot {FAKE_TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        method = "POST" if body else "GET"
        async with session.request(method, f"{server.address.rest}/api/v10{path}", json=body) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else await response.text()


@pytest.mark.parametrize("processed", [False, True])
async def test_an_error_can_come_before_or_after_the_work(club: Club, processed: bool) -> None:
    """A request that gets a 502 posts nothing, unless Discord had already processed the request."""
    club.discord.faults.add("POST", CHANNEL, Fault.status(502, processed=processed))
    status, _ = await request(club.discord, f"/channels/{club.channel.id}/messages", POST)
    assert (status, len(club.sam.visible_messages())) == (502, int(processed))


async def test_a_retry_after_a_processed_502_gets_40060(probe: ProbeClient, club: Club) -> None:
    """discord.py retries the callback and gets 40060; the person sees one answer."""
    club.discord.faults.add("POST", CALLBACK, Fault.status(502, processed=True))
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    assert await refusal(heard.response.send_message("one")) == (400, 40060)
    assert (heard.response.is_done(), answer.message.content, len(club.sam.visible_messages())) == (False, "one", 1)


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_rate_limit_is_waited_for(probe: ProbeClient, club: Club, scope: Any) -> None:
    """A 429 is retried after its delay; unless its scope is shared, it counts as an invalid request."""
    club.discord.faults.add("POST", CHANNEL, Fault.rate_limited(scope, 0.02))
    await probe.get_partial_messageable(club.channel.id).send("hi")
    assert [seen.content for seen in club.sam.visible_messages()] == ["hi"]
    assert club.discord.log.invalid_request_count == int(scope != "shared")


async def test_a_rate_limit_without_via_is_an_error_at_once(probe: ProbeClient, club: Club) -> None:
    """Without `Via`, discord.py does not wait and retry."""
    club.discord.faults.add("POST", CHANNEL, Fault.rate_limited(via=False))
    assert (await refusal(probe.get_partial_messageable(club.channel.id).send("hi")))[0] == 429


async def test_the_limit_on_edits_of_old_messages_can_be_returned(probe: ProbeClient, club: Club) -> None:
    """Error 30046 can come as a 429, for which discord.py waits, or with another status."""
    message = await probe.get_partial_messageable(club.channel.id).send("Poll")
    club.discord.faults.add("PATCH", f"{CHANNEL}/*", Fault.rate_limited("shared", 0.02, code=30046))
    await message.edit(content="1 vote")
    club.discord.faults.add("PATCH", f"{CHANNEL}/*", Fault.api_error(30046, 400))
    assert await refusal(message.edit(content="2 votes")) == (400, 30046)
    assert club.sam.visible_messages()[0].content == "1 vote"


async def test_an_error_code_can_be_returned(club: Club) -> None:
    """An error code comes with its usual status and message, as many times as configured."""
    club.discord.faults.add("GET", ME_PATH, Fault.api_error(50001), times=2)
    for _ in range(2):
        assert await request(club.discord) == (403, {"message": "Missing Access", "code": 50001})
    assert (await request(club.discord))[0] == 200
    assert club.discord.log.status_counts == {403: 2, 200: 1}


async def test_a_reset_token_is_refused(club: Club) -> None:
    """Once the token has changed, a request with the old one is refused."""
    club.discord.world.token += "-of-tomorrow"
    assert await request(club.discord) == (401, {"message": "401: Unauthorized", "code": 0})


@pytest.mark.parametrize("processed", [False, True])
async def test_a_connection_can_be_reset(club: Club, processed: bool) -> None:
    """The connection is reset before or after Discord has processed the request."""
    club.discord.faults.add("POST", CHANNEL, Fault.connection_reset(processed=processed))
    with pytest.raises(aiohttp.ClientConnectionError):
        await request(club.discord, f"/channels/{club.channel.id}/messages", POST)
    await club.discord.wait_until(lambda: club.discord.log.requests[-1].status == 0)
    assert len(club.sam.visible_messages()) == int(processed)


@pytest.mark.parametrize("processed", [False, True])
async def test_a_request_or_its_answer_can_be_delayed(club: Club, processed: bool) -> None:
    """Either the request is processed late, or only its answer is late."""
    club.discord.faults.add("POST", CHANNEL, Fault.delayed(0.1, processed=processed))
    asking = asyncio.create_task(request(club.discord, f"/channels/{club.channel.id}/messages", POST))
    await club.discord.wait_until(lambda: len(club.discord.log.requests) == 1)
    assert (len(club.sam.visible_messages()), asking.done()) == (int(processed), False)
    assert ((await asking)[0], len(club.sam.visible_messages())) == (200, 1)


async def test_a_delay_can_come_before_another_fault(club: Club) -> None:
    """A request that is delayed can then be answered with 500."""
    club.discord.faults.add("GET", ME_PATH, Fault.delayed(0.01).and_then(Fault.status(500)))
    assert (await request(club.discord))[0] == 500


async def test_a_request_can_be_held(probe: ProbeClient, club: Club) -> None:
    """A request is not processed until the test releases it."""
    hold = club.discord.faults.hold_next("POST", CALLBACK)
    answer = await club.sam.without_waiting.slash("say", text="hi")
    heard = await probe.next_interaction()
    sending = asyncio.create_task(heard.response.send_message("one"))
    await club.discord.wait_until(lambda: len(club.discord.log.matching("POST", "/callback")) == 1)
    assert not answer.interaction.is_visible
    hold.release()
    await sending
    assert answer.message.content == "one"


async def test_a_closed_port_refuses_connections(club: Club) -> None:
    """A closed port refuses a request; once it is open again, a request succeeds."""
    await club.discord.run(club.discord.rest_listener.close())
    with pytest.raises(aiohttp.ClientConnectorError):
        await request(club.discord)
    await club.discord.run(club.discord.rest_listener.open())
    assert (await request(club.discord))[0] == 200


async def test_an_unused_fault_is_reported(discord_server: DiscordServer) -> None:
    """`assert_no_violations` fails if a configured fault was not used."""
    discord_server.faults.add("GET", ME_PATH, Fault.status(500))
    with pytest.raises(AssertionError, match="GET /users/@me"):
        discord_server.assert_no_violations()
    discord_server.faults.clear()


async def test_a_permanent_fault_stays_until_it_is_cleared(club: Club) -> None:
    """Every matching request fails until the fault is cleared, and the fault never counts as unused."""
    club.discord.faults.add_permanent("GET", ME_PATH, Fault.status(503))
    for _ in range(3):
        assert (await request(club.discord))[0] == 503
    club.discord.assert_no_violations()
    club.discord.faults.clear()
    assert (await request(club.discord))[0] == 200


async def test_a_timed_out_wait_lists_the_requests(club: Club) -> None:
    """The error has the method, path and status of every request so far."""
    await request(club.discord)
    with pytest.raises(AssertionError, match="GET /users/@me 200"):
        await club.discord.wait_until(lambda: False, seconds=0.01)


async def test_the_small_discord_reports_its_own_failures(club: Club) -> None:
    """An error in the small Discord is answered with 500, and its traceback is reported at the end."""
    status, _ = await request(club.discord, f"/channels/{club.channel.id}/messages", [1])
    assert status == 500
    with pytest.raises(AssertionError, match="Traceback"):
        club.discord.assert_no_violations()
    club.discord.log.requests.clear()
    club.discord.log.crashes.clear()
