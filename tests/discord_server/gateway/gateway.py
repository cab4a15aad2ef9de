"""Discord's gateway: sessions that start, break and resume, and every way in which a connection can end."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any

import discord
from aiohttp import web

from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.connection import SESSION_ENDING_CODES, GatewayConnection, GatewaySession, Opcode
from tests.discord_server.request_log import RequestLog
from tests.discord_server.world import Body, Guild, World

PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value
AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED, DISALLOWED_INTENTS = 4004, 4005, 4014


class Gateway:
    """The gateway that the bot connects to; a fault that a test causes affects every open connection."""

    def __init__(self, world: World, records: RequestLog, url: Callable[[], str]) -> None:
        self.world, self.records, self.url = world, records, url
        self.heartbeat_seconds = 41.25
        self.identify_close_code: int | None = None
        self.resume_close_code: int | None = None
        self.sessions: dict[str, GatewaySession] = {}
        self._connections: list[GatewayConnection] = []

    @property
    def connected_sessions(self) -> int:
        """Return the number of sessions that have a working connection."""
        return sum(session.connection is not None and bool(session.sent_events) for session in self.sessions.values())

    # One connection, from start to end.

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        connection = GatewayConnection(request)
        await connection.socket.prepare(request)
        self._connections.append(connection)
        try:
            await self._receive_loop(connection)
            await self._close_connection(connection)
        except Exception:  # noqa: BLE001  # reported to the test, not to the bot
            self.records.crashes.append(traceback.format_exc())
        finally:
            self._connections.remove(connection)
        return connection.socket

    async def _receive_loop(self, connection: GatewayConnection) -> None:
        await connection.send(Opcode.HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        while (frame := await connection.receive()) is not None:
            await self._handle(connection, Opcode(frame["op"]) if frame["op"] in set(Opcode) else None, frame["d"])
            self.records.changed()

    async def _handle(self, connection: GatewayConnection, op: Opcode | None, data: Any) -> None:
        match op:
            case Opcode.HEARTBEAT:
                self.records.heartbeats += 1
                await connection.send(Opcode.HEARTBEAT_ACK)
            case Opcode.IDENTIFY:
                await self._identify(connection, data)
            case Opcode.RESUME:
                await self._resume(connection, data)

    async def _close_connection(self, connection: GatewayConnection) -> None:
        own = list(self._sessions_on(connection))
        if connection.socket.close_code and not connection.close_code_sent:
            self.records.close_codes.append(connection.socket.close_code)
        for session in own:
            session.connection = None
        self.records.changed()
        if await connection.finish() in SESSION_ENDING_CODES:
            for session in own:
                self.sessions.pop(session.id, None)

    async def _identify(self, connection: GatewayConnection, data: Body) -> None:
        shard, shards = data.get("shard") or (0, 1)
        self.records.identified_shards.append((shard, shards))
        if refusal := self._identify_error(connection, data):
            await connection.close(refusal)
            return
        session = GatewaySession(f"session-{self.world.ids.new()}", shard, shards, connection)
        self.sessions[session.id] = session
        await self._send_ready(session)

    def _identify_error(self, connection: GatewayConnection, data: Body) -> int | None:
        if self.identify_close_code:
            return self.identify_close_code
        if data["token"] != self.world.token:
            return AUTHENTICATION_FAILED
        if any(self._sessions_on(connection)):
            return ALREADY_AUTHENTICATED
        return DISALLOWED_INTENTS if data["intents"] & PRIVILEGED & ~self.world.granted_intents else None

    async def _send_ready(self, session: GatewaySession) -> None:
        bot = self.world.bot
        own = [
            guild
            for guild in self.world.guilds.values()
            if bot.id in guild.member_permissions and self._is_served_by(guild, session)
        ]
        ready = {
            "v": 10,
            "user": payloads.user(bot),
            "guilds": [{"id": str(server.id), "unavailable": True} for server in own],
            "session_id": session.id,
            "resume_gateway_url": self.url(),
            "shard": [session.shard, session.shard_count],
            "application": {"id": str(bot.id), "flags": 0},
        }
        await session.dispatch("READY", ready)
        for server in own:
            await session.dispatch("GUILD_CREATE", payloads.guild(server, bot))

    async def _resume(self, connection: GatewayConnection, data: Body) -> None:
        self.records.resumes += 1
        session = self.sessions.get(data["session_id"])
        if self.resume_close_code:
            await connection.close(self.resume_close_code)
        elif data["token"] != self.world.token:
            await connection.close(AUTHENTICATION_FAILED)
        elif session is None:
            await connection.send(Opcode.INVALID_SESSION, data=False)
        else:
            await session.resume(connection, data["seq"] or 0)

    def _sessions_on(self, connection: GatewayConnection) -> Iterator[GatewaySession]:
        return (session for session in self.sessions.values() if session.connection is connection)

    @staticmethod
    def _is_served_by(server: Guild | None, session: GatewaySession) -> bool:
        """Return whether this session gets a server's events; only shard 0 gets direct messages."""
        return session.shard == ((server.id >> 22) % session.shard_count if server else 0)

    # Events for the bot, and faults.

    async def dispatch(self, event: str, data: Any, server: Guild | None = None) -> None:
        """Send the bot an event; a session without a connection gets it when it resumes."""
        for session in list(self.sessions.values()):
            if self._is_served_by(server, session):
                await session.dispatch(event, data)

    async def resend_last_event(self) -> None:
        """Send every session its last event again."""
        for session in list(self.sessions.values()):
            await session.dispatch(*session.sent_events[-1])

    async def request_reconnect(self) -> None:
        """Ask the bot to reconnect (op 7)."""
        for connection in list(self._connections):
            await connection.send(Opcode.RECONNECT)

    async def invalidate_sessions(self, *, resumable: bool) -> None:
        """Invalidate the sessions (op 9); if they are not resumable, the bot has to identify again."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self._connections):
            await connection.send(Opcode.INVALID_SESSION, data=resumable)

    async def close_connections(self, code: int) -> None:
        """Close the connections with a code: 4000 unknown error, 4004 bad token, 4014 intents, 1000 normal."""
        for connection in list(self._connections):
            await connection.close(code)

    async def drop_connections(self) -> None:
        """Cut the connections without a close frame."""
        for connection in list(self._connections):
            connection.drop()

    async def stop_responding(self) -> None:
        """Leave the connections half open: nothing is sent any more, no acknowledgement, no close frame."""
        for connection in list(self._connections):
            connection.is_silent = True
