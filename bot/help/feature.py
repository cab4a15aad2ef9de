"""Help, assembled."""

from bot.help.cards import welcome_card
from bot.kit.feature import Feature


def help_feature() -> Feature:
    """What a newcomer sees first."""
    return Feature("help", hello=welcome_card)
