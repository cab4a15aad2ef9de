"""Which theme a text means, and which ones it may become."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.core.errors import UserError
from bot.films.rules.catalogue.vocabulary import SPOILER_FREE, Vocabulary
from bot.films.rules.normalization.normalize import normalize_text

THEME_KIND = "theme"
MAX_SIMILAR = 5
MIN_SIMILARITY = 60


def suggest_themes(vocabulary: Vocabulary, query: str, language: str) -> tuple[str, ...]:
    """Give the themes that a text, perhaps half typed, may become, in any language: open ones first."""
    key = normalize_text(query).key
    like = [
        theme
        for theme in _theme_keys(vocabulary)
        if any(key in writing for writing in _normalized_labels(vocabulary, theme))
    ]

    def order(theme: str) -> tuple[bool, bool, str]:
        begins = any(writing.startswith(key) for writing in _normalized_labels(vocabulary, theme))
        return is_spoiler(vocabulary, theme), not begins, vocabulary.label(THEME_KIND, theme, language)

    return tuple(sorted(like, key=order))


def spoiler_free_first(vocabulary: Vocabulary, themes: Sequence[str]) -> tuple[str, ...]:
    """Give those themes that are ours: first those that give nothing away, then the others, else as they come."""
    known = [theme for theme in themes if vocabulary.has(THEME_KIND, theme)]
    return tuple(sorted(known, key=lambda theme: is_spoiler(vocabulary, theme)))


def is_spoiler(vocabulary: Vocabulary, theme: str) -> bool:
    """Whether to name the theme of a film gives its story away."""
    return not vocabulary.in_categories(THEME_KIND, [theme], SPOILER_FREE)


def find_theme(vocabulary: Vocabulary, query: str, language: str) -> str:
    """The theme that a text means; raises Refusal with the near ones where that is not sure."""
    key = normalize_text(query).key
    exact = [theme for theme in _theme_keys(vocabulary) if key in _normalized_labels(vocabulary, theme)]
    like = suggest_themes(vocabulary, query, language) if key else ()
    if matches := exact or (like if len(like) == 1 else ()):
        return matches[0]
    if similar := like[:MAX_SIMILAR] or _similar_themes(vocabulary, key):
        labels = " · ".join(f"**{vocabulary.label(THEME_KIND, theme, language)}**" for theme in similar)
        raise UserError("films.search.theme-near", near=labels)
    raise UserError("films.search.theme-unknown")


def _similar_themes(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    writings = {(theme, w): w for theme in _theme_keys(vocabulary) for w in _normalized_labels(vocabulary, theme)}
    found = process.extract(key, writings, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None)
    return tuple(dict.fromkeys(theme for _, _, (theme, _) in found))[:MAX_SIMILAR]


def _theme_keys(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(key for kind, key in vocabulary.terms if kind == THEME_KIND)


def _normalized_labels(vocabulary: Vocabulary, theme: str) -> tuple[str, ...]:
    """The ways to write a theme: its key and its labels, folded."""
    return tuple(normalize_text(text).key for text in (theme, *vocabulary.terms[THEME_KIND, theme].label.values()))
