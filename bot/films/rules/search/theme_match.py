"""Which theme a text means, and which ones it may become."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.core.errors import UserError
from bot.films.rules.catalogue.vocabulary import OPEN, Vocabulary
from bot.films.rules.normalization.normalize import normalize_text

THEME = "theme"
MOST_NEAR = 5
NEAR_ENOUGH = 60


def themes_like(vocabulary: Vocabulary, query: str, language: str) -> tuple[str, ...]:
    """Give the themes that a text, perhaps half typed, may become, in any language: open ones first."""
    key = normalize_text(query).key
    like = [theme for theme in _themes(vocabulary) if any(key in writing for writing in _writings(vocabulary, theme))]

    def order(theme: str) -> tuple[bool, bool, str]:
        begins = any(writing.startswith(key) for writing in _writings(vocabulary, theme))
        return gives_away(vocabulary, theme), not begins, vocabulary.label(THEME, theme, language)

    return tuple(sorted(like, key=order))


def open_first(vocabulary: Vocabulary, themes: Sequence[str]) -> tuple[str, ...]:
    """Give those themes that are ours: first those that give nothing away, then the others, else as they come."""
    known = [theme for theme in themes if vocabulary.has(THEME, theme)]
    return tuple(sorted(known, key=lambda theme: gives_away(vocabulary, theme)))


def gives_away(vocabulary: Vocabulary, theme: str) -> bool:
    """Whether to name the theme of a film gives its story away."""
    return not vocabulary.only(THEME, [theme], OPEN)


def theme_meant(vocabulary: Vocabulary, query: str, language: str) -> str:
    """The theme that a text means; raises Refusal with the near ones where that is not sure."""
    key = normalize_text(query).key
    exact = [theme for theme in _themes(vocabulary) if key in _writings(vocabulary, theme)]
    like = themes_like(vocabulary, query, language) if key else ()
    if meant := exact or (like if len(like) == 1 else ()):
        return meant[0]
    if near := like[:MOST_NEAR] or _near(vocabulary, key):
        labels = " · ".join(f"**{vocabulary.label(THEME, theme, language)}**" for theme in near)
        raise UserError("films.search.theme-near", near=labels)
    raise UserError("films.search.theme-unknown")


def _near(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    writings = {(theme, w): w for theme in _themes(vocabulary) for w in _writings(vocabulary, theme)}
    found = process.extract(key, writings, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=None)
    return tuple(dict.fromkeys(theme for _, _, (theme, _) in found))[:MOST_NEAR]


def _themes(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(key for kind, key in vocabulary.terms if kind == THEME)


def _writings(vocabulary: Vocabulary, theme: str) -> tuple[str, ...]:
    """The ways to write a theme: its key and its labels, folded."""
    return tuple(normalize_text(text).key for text in (theme, *vocabulary.terms[THEME, theme].label.values()))
