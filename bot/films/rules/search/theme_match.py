"""Finds and suggests the theme that a typed text means."""

from collections.abc import Sequence

from bot.core.errors import UserError
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, Vocabulary
from bot.films.rules.normalization.normalize import normalize_text
from bot.films.rules.similarity import find_similar

THEME_KIND = "theme"
MAX_SIMILAR = 5
MIN_SIMILARITY = 60


def suggest_themes(vocabulary: Vocabulary, query: str, language: str) -> tuple[str, ...]:
    """Return the themes that a possibly unfinished text may mean in any language, spoiler-free ones first."""
    key = normalize_text(query).key
    matching = [
        theme
        for theme in _theme_keys(vocabulary)
        if any(key in label for label in _normalized_labels(vocabulary, theme))
    ]

    def order(theme: str) -> tuple[bool, bool, str]:
        is_prefix = any(label.startswith(key) for label in _normalized_labels(vocabulary, theme))
        return is_spoiler(vocabulary, theme), not is_prefix, vocabulary.label(THEME_KIND, theme, language)

    return tuple(sorted(matching, key=order))


def spoiler_free_first(vocabulary: Vocabulary, themes: Sequence[str]) -> tuple[str, ...]:
    """Return the known themes, spoiler-free ones first and otherwise in the given order."""
    known_themes = [theme for theme in themes if vocabulary.has_term(THEME_KIND, theme)]
    return tuple(sorted(known_themes, key=lambda theme: is_spoiler(vocabulary, theme)))


def is_spoiler(vocabulary: Vocabulary, theme: str) -> bool:
    """Return whether naming this theme of a film gives away its story."""
    return not vocabulary.in_categories(THEME_KIND, [theme], SPOILER_FREE)


def find_theme(vocabulary: Vocabulary, query: str, language: str) -> str:
    """Return the theme that `query` means; if that is uncertain, raise UserError with similar themes, if any."""
    key = normalize_text(query).key
    exact = [theme for theme in _theme_keys(vocabulary) if key in _normalized_labels(vocabulary, theme)]
    suggested = suggest_themes(vocabulary, query, language) if key else ()
    if matches := exact or (suggested if len(suggested) == 1 else ()):
        return matches[0]
    if similar := suggested[:MAX_SIMILAR] or _similar_themes(vocabulary, key):
        labels = " · ".join(f"**{vocabulary.label(THEME_KIND, theme, language)}**" for theme in similar)
        raise UserError("films.search.theme-near", near=labels)
    raise UserError("films.search.theme-unknown")


def _similar_themes(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    labels = [(label, theme) for theme in _theme_keys(vocabulary) for label in _normalized_labels(vocabulary, theme)]
    matches = find_similar(key, [label for label, _ in labels], MIN_SIMILARITY)
    return tuple(dict.fromkeys(labels[index][1] for _, _, index in matches))[:MAX_SIMILAR]


def _theme_keys(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(key for kind, key in vocabulary.terms if kind == THEME_KIND)


def _normalized_labels(vocabulary: Vocabulary, theme: str) -> tuple[str, ...]:
    """Return the normalised spellings of a theme: its key and its labels."""
    return tuple(normalize_text(text).key for text in (theme, *vocabulary.terms[THEME_KIND, theme].label.values()))
