"""The private card on which a person vetoes an option."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, question_label, veto_rule
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll

MAX_QUESTION_LENGTH = 100


def veto_card(poll: Poll, option: Option | None, localize: Localizer, *, was_withdrawn: bool = False) -> Embed:
    """Return a card with a person's veto and the rule on vetoes.

    Without a veto, the card says that the person withdrew it, or asks them to choose.
    """
    if option:
        text = localize("polls.veto.yours", option=option_name(option, localize))
    else:
        text = localize("polls.veto.none" if was_withdrawn else "polls.veto.ask")
    rule = veto_rule(poll.veto_threshold, localize)
    card = Embed(description=f"{text}\n\n{rule}", colour=theme.BLUE)
    return card.set_footer(text=question_label(poll, localize, MAX_QUESTION_LENGTH))
