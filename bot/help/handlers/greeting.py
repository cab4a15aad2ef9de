"""Greets a new server, once."""

import logging

from discord import DiscordException, Guild
from msgspec import Struct

from bot.core.feature import CoreServices, WelcomeFactory
from bot.core.interactions.components import build_view
from bot.core.interactions.permissions import can_greet
from bot.help.service import HelpService
from bot.ids import GuildId

log = logging.getLogger(__name__)


class Greeter(Struct, frozen=True):
    """Posts the welcome in a server's language."""

    core: CoreServices
    help: HelpService
    welcome: WelcomeFactory

    async def greet(self, guild: Guild) -> None:
        """Greet a server, only once and only in its system channel, if the bot may post there.

        The greeting is recorded before it is sent, so that a failure never causes a second greeting.
        """
        channel = guild.system_channel
        if channel is None or not can_greet(channel) or not await self.help.claim_greeting(GuildId(guild.id)):
            return
        localize = self.core.translations.localizer(self.core.locales.language(guild.id, guild.preferred_locale))
        card, items = self.welcome(localize)
        try:
            await channel.send(embed=card, view=build_view(items))
        except DiscordException as error:
            log.warning("server not greeted server=%d error=%r", guild.id, error)
