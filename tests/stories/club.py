"""A film club in a simulated Discord, so that a story reads like a conversation."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import discord
import simcord

from bot import app
from bot.core.feature import Feature
from bot.core.storage.location import Location
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.demo.responder import SimCordResponder
from bot.tmdb.client import TmdbAccess
from bot.transport.client import NunmulClient
from tests.discord_rules import watch
from tests.rendered_message import RenderedMessage

SETTLE_SECONDS = 30.0
"""How many seconds SimCord waits for the bot. SimCord's default of five seconds is too short on a busy machine."""


@dataclass(frozen=True, slots=True)
class Message(RenderedMessage):
    """A message from the bot, as someone sees it."""

    response: simcord.ResponseMessage

    @property
    def is_ephemeral(self) -> bool:
        return self.response.ephemeral

    @property
    def card(self) -> discord.Embed:
        return self.response.embeds[0]

    @property
    def controls(self) -> list[dict[str, Any]]:
        return [control for row in self.response.components for control in row["components"]]


@dataclass(frozen=True, slots=True)
class SimulatedUser:
    """Someone who types commands and presses buttons, in a channel or in direct messages."""

    actor: Any
    channel: Any = None

    async def slash(self, command: str, **options: object) -> Message:
        """Send a slash command, and return the bot's answer."""
        return _answer(await self.actor.slash(*self._place(), command, **options))

    async def autocomplete(self, command: str, option: str, text: str) -> list[dict[str, Any]]:
        """Type into an option, and return the suggestions."""
        suggested: list[dict[str, Any]] = await self.actor.autocomplete(*self._place(), command, option, text)
        return suggested

    async def click(self, message: Message, label: str) -> Message:
        """Press a button, and return the new message, or else the updated one."""
        return _answer(await self.actor.click(message.response, label=label))

    async def select(self, message: Message, *labels: str) -> Message:
        """Choose these options from the menu that has them, and return the answer."""
        return _answer(await self._choose(message, *labels))

    async def _choose(self, message: Message, *labels: str) -> Any:
        for menu in message.controls:
            values = {option["label"]: option["value"] for option in menu.get("options", ())}
            if values and values.keys() >= set(labels):
                chosen = [values[label] for label in labels]
                return await self.actor.select(message.response, chosen, custom_id=menu["custom_id"])
        raise AssertionError(f"no menu has {labels}")

    async def submit_modal(self, message: Message, label: str, **typed: str) -> Message:
        """Open a form with the button or menu option of this label, send it with these texts, and return the answer."""
        return _answer(await self.actor.submit_modal(await self.open_modal(message, label), typed))

    async def open_modal(self, message: Message, label: str) -> Any:
        """Open a form with the button or menu option of this label."""
        if label in message.buttons:
            return await self.actor.click(message.response, label=label)
        return await self._choose(message, label)

    def _place(self) -> tuple[Any, ...]:
        return (self.channel,) if self.channel else ()


def _answer(result: simcord.InteractionResult) -> Message:
    seen = result.followups[-1] if result.followups else result.response
    assert seen is not None, f"nobody answered: {result!r}"
    return Message(seen)


@dataclass(slots=True)
class Club:
    """A server with a channel, a member who reads English, one who reads Korean, and a manager who reads English."""

    env: simcord.Env
    sam: SimulatedUser
    jiwoo: SimulatedUser
    mina: SimulatedUser
    sam_in_dm: SimulatedUser
    database: Location
    extra_features: Sequence[Feature] = ()

    @property
    def requests(self) -> Sequence[Any]:
        """Return everything that the bot sent to Discord."""
        return self.env.http_requests

    async def restart_bot(self, client: NunmulClient) -> None:
        """Replace the connected client with a new one."""
        client.responder = SimCordResponder()
        await self.env.restart_bot(client)

    def message_bodies(self) -> Iterable[Any]:
        """Return the bodies of the messages that the bot posted or edited."""
        return [request.json for request in self.requests if request.json and "embeds" in str(request.json)]


@asynccontextmanager
async def _simulated_discord(client: NunmulClient) -> AsyncIterator[simcord.Env]:
    client.responder = SimCordResponder()
    env = simcord.Env(client, shard_count=1, settle_timeout=SETTLE_SECONDS)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
    env.raise_errors()


@asynccontextmanager
async def open_club(
    database: Location,
    extra_features: Sequence[Feature] = (),
    rng: Random | None = None,
    tmdb_access: TmdbAccess | None = None,
) -> AsyncIterator[Club]:
    """Start the bot in a club, and yield the club. At the end, check what the bot sent against Discord's rules."""
    chosen: dict[int, Language] = {}
    locales = LanguageResolver(chosen)
    path, postgres = (database, None) if isinstance(database, Path) else (Path(tempfile.mkdtemp(), "nunmul"), database)
    async with (
        app.open_client(
            path,
            postgres=postgres,
            locales=locales,
            extra_features=extra_features,
            rng=rng,
            tmdb_access=tmdb_access,
        ) as client,
        _simulated_discord(client) as env,
    ):
        guild = env.create_guild("Film Club")
        channel = guild.create_text_channel("film-night")
        sam, jiwoo, mina = (env.create_user(name) for name in ("sam", "jiwoo", "mina"))
        chosen[jiwoo.id] = Language.KOREAN
        hosts = guild.create_role("Host", permissions=discord.Permissions(manage_guild=True))
        members = guild.add_member(sam), guild.add_member(jiwoo), guild.add_member(mina, roles=[hosts])
        in_channel = [SimulatedUser(member, channel) for member in members]
        yield Club(env, in_channel[0], in_channel[1], in_channel[2], SimulatedUser(sam), database, extra_features)
        assert watch.check(env.http_requests) == []
