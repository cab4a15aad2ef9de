"""The cards of help."""

from discord import Embed

from bot.kit import look
from bot.kit.words import Say


def welcome_card(say: Say) -> Embed:
    """The first thing that a newcomer sees: what Nunmul is, and what to try."""
    return Embed(title=say("help.welcome.title"), description=say("help.welcome.text"), colour=look.TEAR)
