"""The names of options in a picture and in its alt text."""

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.pictures.words import printable
from bot.polls.rules.option import Option

MAX_LENGTH, MAX_SHORT_LENGTH = 200, 40


def option_text(option: Option, localize: Localizer) -> str:
    """Return a title that the picture's font can write in full, or the option's number if there is none."""
    titles = (option.title(localize.language), option.label, option.korean_label or "")
    texts = (printable(escaping.label(title, MAX_LENGTH)) for title in titles)
    return next(filter(None, texts), localize("polls.picture.option", number=option.position))


def short_title(option: Option, localize: Localizer) -> str:
    """Return a short title for the alt text."""
    return escaping.label(option.title(localize.language), MAX_SHORT_LENGTH)
