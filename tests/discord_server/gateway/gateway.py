"""Discord's gateway: sessions that start, break and are resumed, and the ways in which lines end."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any

import discord
from aiohttp import web

from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.connection import ENDING, Line, Op, Session
from tests.discord_server.request_log import Records
from tests.discord_server.world import Body, Guild, World

PRIVILEGED = discord.Intents(members=True, presences=True, message_content=True).value
BAD_TOKEN, IDENTIFIED_TWICE, DISALLOWED_INTENTS = 4004, 4005, 4014


class Gateway:
    """Where the bot listens. What goes wrong here is done to every line that is open."""

    def __init__(self, world: World, records: Records, url: Callable[[], str]) -> None:
        self.world, self.records, self.url = world, records, url
        self.heartbeat_seconds = 41.25
        self.identify_closes_with: int | None = None
        self.resume_closes_with: int | None = None
        self.sessions: dict[str, Session] = {}
        self._lines: list[Line] = []

    @property
    def listening(self) -> int:
        """How many sessions have a line on which they are served."""
        return sum(session.line is not None and bool(session.said) for session in self.sessions.values())

    # One line, from its beginning to its end.

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        line = Line(request)
        await line.socket.prepare(request)
        self._lines.append(line)
        try:
            await self._talk(line)
            await self._end(line)
        except Exception:  # noqa: BLE001  # whatever it is, the test is told of it, not the bot
            self.records.crashes.append(traceback.format_exc())
        finally:
            self._lines.remove(line)
        return line.socket

    async def _talk(self, line: Line) -> None:
        await line.send(Op.HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        while (said := await line.heard()) is not None:
            await self._hear(line, Op(said["op"]) if said["op"] in set(Op) else None, said["d"])
            self.records.changed()

    async def _hear(self, line: Line, op: Op | None, data: Any) -> None:
        match op:
            case Op.HEARTBEAT:
                self.records.heartbeats += 1
                await line.send(Op.HEARTBEAT_ACK)
            case Op.IDENTIFY:
                await self._identify(line, data)
            case Op.RESUME:
                await self._resume(line, data)

    async def _end(self, line: Line) -> None:
        own = list(self._on(line))
        if line.socket.close_code and not line.closed_by_us:
            self.records.closes.append(line.socket.close_code)
        for session in own:
            session.line = None
        self.records.changed()
        if await line.end() in ENDING:
            for session in own:
                self.sessions.pop(session.id, None)

    async def _identify(self, line: Line, data: Body) -> None:
        shard, shards = data.get("shard") or (0, 1)
        self.records.identified.append((shard, shards))
        if refusal := self._refusal(line, data):
            await line.close(refusal)
            return
        session = Session(f"session-{self.world.ids.new()}", shard, shards, line)
        self.sessions[session.id] = session
        await self._welcome(session)

    def _refusal(self, line: Line, data: Body) -> int | None:
        if self.identify_closes_with:
            return self.identify_closes_with
        if data["token"] != self.world.token:
            return BAD_TOKEN
        if any(self._on(line)):
            return IDENTIFIED_TWICE
        return DISALLOWED_INTENTS if data["intents"] & PRIVILEGED & ~self.world.granted_intents else None

    async def _welcome(self, session: Session) -> None:
        bot = self.world.bot
        own = [
            one for one in self.world.guilds.values() if bot.id in one.member_permissions and self._shard(one, session)
        ]
        ready = {
            "v": 10,
            "user": payloads.user(bot),
            "guilds": [{"id": str(server.id), "unavailable": True} for server in own],
            "session_id": session.id,
            "resume_gateway_url": self.url(),
            "shard": [session.shard, session.shards],
            "application": {"id": str(bot.id), "flags": 0},
        }
        await session.dispatch("READY", ready)
        for server in own:
            await session.dispatch("GUILD_CREATE", payloads.guild(server, bot))

    async def _resume(self, line: Line, data: Body) -> None:
        self.records.resumes += 1
        session = self.sessions.get(data["session_id"])
        if self.resume_closes_with:
            await line.close(self.resume_closes_with)
        elif data["token"] != self.world.token:
            await line.close(BAD_TOKEN)
        elif session is None:
            await line.send(Op.INVALID_SESSION, data=False)
        else:
            await session.resume(line, data["seq"] or 0)

    def _on(self, line: Line) -> Iterator[Session]:
        return (session for session in self.sessions.values() if session.line is line)

    @staticmethod
    def _shard(server: Guild | None, session: Session) -> bool:
        """Whether this session hears of a server; of direct messages only shard 0 does."""
        return session.shard == ((server.id >> 22) % session.shards if server else 0)

    # What the bot is told, and what goes wrong.

    async def dispatch(self, event: str, data: Any, server: Guild | None = None) -> None:
        """Tell the bot of an event; a session without a line is told when it is resumed."""
        for session in list(self.sessions.values()):
            if self._shard(server, session):
                await session.dispatch(event, data)

    async def repeat(self) -> None:
        """Tell every session once more what it was told last."""
        for session in list(self.sessions.values()):
            await session.dispatch(*session.said[-1])

    async def reconnect(self) -> None:
        """Ask the bot to come back on a new line (op 7)."""
        for line in list(self._lines):
            await line.send(Op.RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Call the sessions invalid (op 9); if they are not resumable, the bot has to identify again."""
        if not resumable:
            self.sessions.clear()
        for line in list(self._lines):
            await line.send(Op.INVALID_SESSION, data=resumable)

    async def close(self, code: int) -> None:
        """Close the lines with a code: 4000 some trouble, 4004 a bad token, 4014 intents, 1000 no reason."""
        for line in list(self._lines):
            await line.close(code)

    async def drop(self) -> None:
        """Cut the lines without a word."""
        for line in list(self._lines):
            line.drop()

    async def fall_silent(self) -> None:
        """Leave the lines half open: nothing is sent on them any more, no acknowledgement, no farewell."""
        for line in list(self._lines):
            line.silent = True
