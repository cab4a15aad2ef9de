"""The words that films are described by, with a label per language and what each may give away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STRONG, PLAIN, SPOILER, SPOILER_FREE = "strong", "plain", "telling", "open"


@dataclass(frozen=True, slots=True)
class Term:
    """A term; `reveals` is its class: strong, plain or telling for a content note, open or telling for a theme."""

    label: Mapping[str, str]
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term by (kind, key)."""

    terms: Mapping[tuple[str, str], Term]

    def label(self, kind: str, key: object, language: str) -> str:
        """The term's name in `language`; the key itself for a term that is not ours."""
        term = self.terms.get((kind, str(key)))
        return term.label[language] if term else str(key)

    def has(self, kind: str, key: object) -> bool:
        """Whether there is such a term."""
        return (kind, str(key)) in self.terms

    def in_categories(self, kind: str, keys: Iterable[str], *categories: str) -> tuple[str, ...]:
        """Those keys whose class is one of `reveals`; a term that is not ours counts as telling, to be safe."""
        return tuple(key for key in keys if self._category(kind, key) in categories)

    def _category(self, kind: str, key: str) -> str:
        term = self.terms.get((kind, key))
        return (term.category if term else None) or SPOILER


def parse_vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary in vocabulary.json's shape; raises KeyError where a term has no kind, key or label."""
    terms = {(t["kind"], t["term"]): Term({"en": t["en"], "ko": t["ko"]}, t.get("class")) for t in data["terms"]}
    return Vocabulary(terms)
