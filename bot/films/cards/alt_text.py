"""Describes a film's cover for people who cannot see it."""

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import THEME_KIND
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, Vocabulary
from bot.films.rules.film import Film

TITLE_LIMIT, ALT_TEXT_LIMIT = 300, 1024
MAX_THEMES = 4


def cover_alt_text(film: Film, vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return a film's title and year, its first spoiler-free themes and, if known, how sad it is."""
    themes = vocabulary.in_categories(THEME_KIND, film.themes, SPOILER_FREE)[:MAX_THEMES]
    moods = [vocabulary.label(THEME_KIND, theme, localize.language) for theme in themes]
    if film.tears is not None:
        moods.append(vocabulary.label("tears", film.tears, localize.language))
    title = escaping.truncate(film.summary.title(localize.language), TITLE_LIMIT)
    key = "films.cover.alt" if moods else "films.cover.alt-plain"
    text = localize(key, title=title, year=film.summary.year, moods=", ".join(moods))
    return escaping.truncate(text, ALT_TEXT_LIMIT)
