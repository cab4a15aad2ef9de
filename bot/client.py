"""The discord.py client: loads the features, syncs their commands, hands each press to its feature."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.kit.controls import Control
from bot.kit.feature import Feature, Kit, Press
from bot.kit.refusals import Refusal
from bot.kit.words import Language, Translator


class NunmulClient(discord.Client):
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
        self.tree = app_commands.CommandTree(self)
        self.features = tuple(features)
        self.presses: dict[str, Press] = {}
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
        self.add_dynamic_items(Control)
        await self.tree.set_translator(Translator(self.kit.words))
        await self.tree.sync()

    async def greet(self, channel: discord.abc.Messageable, language: Language) -> None:
        """Say hello in a place where the bot is new."""
        say = self.kit.words.in_(language)
        await channel.send(embeds=[feature.hello(say) for feature in self.features if feature.hello])

    async def press(self, interaction: discord.Interaction[Any], name: str, rest: str) -> None:
        """Hand the press of a control to the feature that registered `name`; an unknown one gets a kind answer."""
        act = self.presses.get(name, _unknown)
        await self.kit.replies.run(f"press {name}", interaction, lambda ask: act(ask, rest))


async def _unknown(*_: object) -> None:
    raise Refusal("kit.unknown-press")
