"""The vocabulary that describes films: terms with labels and a category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STRONG, PLAIN, SPOILER, SPOILER_FREE = "strong", "plain", "telling", "open"


@dataclass(frozen=True, slots=True)
class Term:
    """A term; `category` is STRONG, PLAIN or SPOILER for a content note, SPOILER or SPOILER_FREE for a theme."""

    label: Mapping[str, str]
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms by (kind, key)."""

    terms: Mapping[tuple[str, str], Term]

    def label(self, kind: str, key: object, language: str) -> str:
        """Return the term's label in `language`, or the key itself if the term is unknown."""
        term = self.terms.get((kind, str(key)))
        return term.label[language] if term else str(key)

    def has(self, kind: str, key: object) -> bool:
        """Return whether the vocabulary has that term."""
        return (kind, str(key)) in self.terms

    def in_categories(self, kind: str, keys: Iterable[str], *categories: str) -> tuple[str, ...]:
        """Return the keys in any of `categories`; an unknown term counts as a spoiler, to be safe."""
        return tuple(key for key in keys if self._category(kind, key) in categories)

    def _category(self, kind: str, key: str) -> str:
        term = self.terms.get((kind, key))
        return (term.category if term else None) or SPOILER


def parse_vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """Parse the terms of vocabulary.json; raises KeyError for a term without kind, key or label."""
    terms = {(t["kind"], t["term"]): Term({"en": t["en"], "ko": t["ko"]}, t.get("class")) for t in data["terms"]}
    return Vocabulary(terms)
