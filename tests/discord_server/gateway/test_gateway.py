"""Sessions, and every way in which a gateway connection ends."""

import aiohttp
import discord
import pytest

from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.bots.probe import ProbeClient, connected_probe, interaction_data
from tests.discord_server.club import Club
from tests.discord_server.gateway.connection import Opcode
from tests.discord_server.server import DiscordServer


async def assert_resumes_after(club: Club, probe: ProbeClient, event: object) -> None:
    """Cause an event at the gateway, and assert that the bot resumes its session."""
    back = probe.expect_event("resumed")
    await club.discord.run(event)  # type: ignore[arg-type]  # every event is a coroutine of the gateway
    await back
    assert (club.discord.log.identify_count, club.discord.log.resumes) == (1, 1)


async def test_a_reconnect_request_resumes_the_session(probe: ProbeClient, club: Club) -> None:
    """After op 7, the bot resumes without a second IDENTIFY."""
    await assert_resumes_after(club, probe, club.discord.gateway.request_reconnect())


async def test_a_resumable_invalid_session_is_resumed(probe: ProbeClient, club: Club) -> None:
    """After a resumable op 9, the bot resumes without a second IDENTIFY."""
    await assert_resumes_after(club, probe, club.discord.gateway.invalidate_sessions(resumable=True))


async def test_a_session_that_cannot_be_resumed_costs_an_identify(probe: ProbeClient, club: Club) -> None:
    """After an op 9 that is not resumable, the bot identifies again instead of resuming."""
    await club.discord.run(club.discord.gateway.invalidate_sessions(resumable=False))
    await club.discord.wait_until(
        lambda: club.discord.log.identify_count == 2 and club.discord.gateway.connected_sessions == 1
    )
    assert club.discord.log.resumes == 0


async def test_a_resumable_close_code_resumes_the_session(probe: ProbeClient, club: Club) -> None:
    """After close code 4000, the bot resumes without a second IDENTIFY."""
    await assert_resumes_after(club, probe, club.discord.gateway.close_connections(4000))


async def test_a_dropped_connection_is_resumed(probe: ProbeClient, club: Club) -> None:
    """After a dropped connection, the bot resumes without a second IDENTIFY."""
    await assert_resumes_after(club, probe, club.discord.gateway.drop_connections())


async def test_a_normal_close_ends_the_session(probe: ProbeClient, club: Club) -> None:
    """After close code 1000, the bot tries to resume in vain, and then identifies again."""
    await club.discord.run(club.discord.gateway.close_connections(1000))
    await club.discord.wait_until(
        lambda: club.discord.log.identify_count == 2 and club.discord.gateway.connected_sessions == 1
    )
    assert club.discord.log.resumes == 1


@pytest.mark.parametrize(
    ("code", "error"), [(4004, discord.ConnectionClosed), (4014, discord.PrivilegedIntentsRequired)]
)
async def test_a_fatal_close_code_ends_the_bot(club: Club, code: int, error: type[Exception]) -> None:
    """A bad token or forbidden intents end the bot with an error instead of a new connection."""
    async with connected_client(club.discord, ProbeClient()) as task:
        await club.discord.run(club.discord.gateway.close_connections(code))
        with pytest.raises(error):
            await task


async def test_a_privileged_intent_has_to_be_granted(club: Club) -> None:
    """The connection is refused until the intent is granted."""
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected_probe(club.discord, ProbeClient(intents=3)):
            pass
    club.discord.world.granted_intents = 2
    async with connected_probe(club.discord, ProbeClient(intents=3)):
        assert club.discord.log.identify_count == 2


async def test_a_half_open_connection_is_given_up(club: Club) -> None:
    """When nothing arrives any more, the bot closes the connection with code 4000, and resumes on a new one."""
    async with connected_probe(club.discord, ProbeClient(heartbeat_timeout=1.0)) as probe:
        back = probe.expect_event("resumed")
        await club.discord.run(club.discord.gateway.stop_responding())
        await club.discord.wait_until(lambda: 4000 in club.discord.log.close_codes)
        await back
        assert club.discord.log.identify_count == 1


async def test_heartbeats_are_acknowledged(club: Club) -> None:
    """The bot keeps sending heartbeats, and learns its latency from the answers."""
    club.discord.gateway.heartbeat_seconds = 0.05
    async with connected_probe(club.discord, ProbeClient()) as probe:
        await club.discord.wait_until(lambda: club.discord.log.heartbeats >= 4)
        assert probe.latency < 5


async def test_missed_events_are_sent_on_resume(probe: ProbeClient, club: Club) -> None:
    """Events sent while the connection was dead arrive with the resume, each once and in order."""
    await club.discord.run(club.discord.gateway.stop_responding())
    for text in ("one", "two"):
        await club.sam.without_waiting.slash("say", text=text)
    assert probe.interactions.empty()
    await assert_resumes_after(club, probe, club.discord.gateway.drop_connections())
    assert [interaction_data(await probe.next_interaction())["options"][0]["value"] for _ in range(2)] == ["one", "two"]
    assert probe.interactions.empty()


async def test_a_resent_event_is_the_same_interaction(probe: ProbeClient, club: Club) -> None:
    """An interaction that is sent again has the same id."""
    await club.sam.without_waiting.slash("say", text="hi")
    first = await probe.next_interaction()
    await club.discord.run(club.discord.gateway.resend_last_event())
    assert (await probe.next_interaction()).id == first.id


async def test_outages_removals_and_invitations_are_told_apart(probe: ProbeClient, club: Club) -> None:
    """An outage is not reported as a removal; removals and invitations are reported as such."""
    await probe.wait_until_ready()
    events = club.discord.events
    for event, change in (
        ("guild_unavailable", events.start_outage(club.home_guild)),
        ("guild_available", events.end_outage(club.home_guild)),
        ("guild_remove", events.remove_bot(club.home_guild)),
        ("guild_join", events.invite_bot(club.other_guild)),
    ):
        seen = probe.expect_event(event)
        await club.discord.run(change)
        await seen
    assert [guild.name for guild in probe.guilds] == ["영화 모임"]


class ShardedProbe(discord.AutoShardedClient):
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None: ...


async def test_each_shard_gets_only_its_own_servers(club: Club) -> None:
    """Each shard identifies once and gets its own servers; direct messages go to the first shard."""
    club.discord.application_routes.shards = 2
    async with connected_client(club.discord, ShardedProbe(intents=discord.Intents(guilds=True)), sessions=2):
        assert sorted(club.discord.log.identified_shards) == [(0, 2), (1, 2)]
        sessions = {session.shard: session for session in club.discord.gateway.sessions.values()}
        own, other = (club.home_guild.id >> 22) % 2, (club.home_guild.id >> 22) % 2 ^ 1
        assert [event for event, _ in sessions[own].sent_events] == ["READY", "GUILD_CREATE"]
        assert [event for event, _ in sessions[other].sent_events] == ["READY"]
        await club.discord.run(club.discord.gateway.dispatch("DIRECT", {}))
        assert [sessions[shard].sent_events[-1][0] == "DIRECT" for shard in (0, 1)] == [True, False]


async def test_session_starts_are_counted(probe: ProbeClient, club: Club) -> None:
    """Each IDENTIFY uses one of the session starts that Discord allows a day; a test can lower their number."""
    club.discord.application_routes.session_starts_per_day = 5
    limits = (await probe.http.get_bot_gateway())[2]
    assert (limits["total"], limits["remaining"], limits["reset_after"]) == (5, 4, 86_400_000)


async def test_a_closed_gateway_refuses_connections(discord_server: DiscordServer) -> None:
    """A closed gateway refuses connections, although the HTTP API answers, and can be opened again."""
    await discord_server.run(discord_server.gateway_listener.close())
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.ws_connect(discord_server.address.gateway)
        async with session.get(f"{discord_server.address.rest}/api/v10/users/@me") as answer:
            assert answer.status == 401
        await discord_server.run(discord_server.gateway_listener.open())
        async with session.ws_connect(discord_server.address.gateway) as line:
            assert (await line.receive_json())["op"] == Opcode.HELLO
