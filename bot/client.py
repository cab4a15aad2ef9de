"""The discord.py client: loads the features, syncs their commands, hands each press to its feature."""

import logging
import time
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.kit.controls import Control
from bot.kit.feature import Feature, Kit, Press
from bot.kit.refusals import Refusal
from bot.kit.sync import Ids, synced
from bot.kit.words import Language, Translator

log = logging.getLogger(__name__)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""Just what the bot needs where it is invited."""
SCOPES = ("bot", "applications.commands")


class NunmulClient(discord.AutoShardedClient):
    """Asks for no privileged intent, keeps no caches, pings nobody."""

    def __init__(self, kit: Kit, features: Sequence[Feature]) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.kit = kit
        self.tree = Tree(self)
        self.features = tuple(features)
        self.presses: dict[str, Press] = {}
        self.command_ids: Ids = {}
        for feature in self.features:
            self._load(feature)

    def _load(self, feature: Feature) -> None:
        if taken := self.presses.keys() & feature.presses.keys():
            raise ValueError(f"{feature.name} names presses that another feature has: {sorted(taken)}")
        self.presses.update(feature.presses)
        for command in feature.commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Before the gateway opens: the features are ready, controls of old messages work, commands are known."""
        for feature in self.features:
            if feature.prepare:
                await feature.prepare()
        self.listen_to_controls()
        await self.tree.set_translator(Translator(self.kit.words))
        self.command_ids = await synced(self.tree, self.kit.database)

    def listen_to_controls(self) -> None:
        """Register the controls; said again now and then, for discord.py may forget them when a view ends."""
        self.add_dynamic_items(Control)

    @property
    def is_logged_in(self) -> bool:
        """Whether Discord has taken the token."""
        return self.application_id is not None

    def silences(self) -> dict[int, float]:
        """Seconds since each shard last heard a heartbeat answered."""
        beats = {shard: getattr(info._parent.ws, "_keep_alive", None) for shard, info in self.shards.items()}  # noqa: SLF001  # discord.py tells only latencies
        return {shard: time.perf_counter() - beat._last_ack for shard, beat in beats.items() if beat}  # noqa: SLF001  # see above

    @property
    def invitation(self) -> str:
        """The address that invites the bot into a server, with just the permissions that it needs."""
        return discord.utils.oauth_url(self.application_id or 0, permissions=PERMISSIONS, scopes=SCOPES)

    async def greet(self, channel: discord.abc.Messageable, language: Language) -> None:
        """Say hello in a place where the bot is new."""
        say = self.kit.words.in_(language)
        await channel.send(embeds=[feature.hello(say) for feature in self.features if feature.hello])

    async def press(self, interaction: discord.Interaction[Any], name: str, rest: str) -> None:
        """Hand the press of a control to the feature that registered `name`; an unknown one gets a kind answer."""
        act = self.presses.get(name, _unknown_press)
        await self.kit.replies.run(f"press {name}", interaction, lambda ask: act(ask, rest))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what discord.py drops in silence: controls that are not ours any more, and forms of an earlier run."""
        custom_id = str(interaction.data.get("custom_id", "")) if interaction.data else ""
        is_press = interaction.type is discord.InteractionType.component and not Control.knows(custom_id)
        if is_press or interaction.type is discord.InteractionType.modal_submit:
            await self.kit.replies.run("unknown control", interaction, lambda ask: _unknown_press(ask, custom_id))


class Tree(app_commands.CommandTree[NunmulClient]):
    """Answers also for commands that Discord still shows from an older sync."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the person that the command has changed, or that something broke."""

        async def tell(_: object) -> None:
            if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
                raise Refusal("kit.unknown-command")
            raise error

        await self.client.kit.replies.run("unknown command", interaction, tell)


async def _unknown_press(*_: object) -> None:
    raise Refusal("kit.unknown-press")
