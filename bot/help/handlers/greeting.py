"""What help does when nobody asked: it says hello in a new server, once."""

import logging
from dataclasses import dataclass

from discord import DiscordException, Guild

from bot.core.feature import CoreServices, WelcomeFactory
from bot.core.interactions.permissions import can_greet
from bot.help.service import HelpService

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Greeter:
    """Greets a server with `hello`, in its own language."""

    core: CoreServices
    help: HelpService
    welcome: WelcomeFactory

    async def greet(self, guild: Guild) -> None:
        """Say hello in the server's system channel, if the bot may speak there; nowhere else, and once for ever.

        The greeting is claimed before it is sent: rather none than two.
        """
        channel = guild.system_channel
        if channel is None or not can_greet(channel) or not await self.help.claim_greeting(guild.id):
            return
        localize = self.core.translations.localizer(self.core.locales.language(guild.id, guild.preferred_locale))
        try:
            await channel.send(embed=self.welcome(localize))
        except DiscordException as error:
            log.warning("server %d was not greeted: %r", guild.id, error)
