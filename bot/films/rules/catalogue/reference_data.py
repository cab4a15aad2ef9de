"""The vocabulary and the streaming services that films and searches refer to."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from bot.films.rules.watch_links import StreamingServices

STRONG, PLAIN, SPOILER, SPOILER_FREE = "strong", "plain", "telling", "open"


class Term(Struct, frozen=True):
    """A term of the vocabulary.

    The category of a content note is strong, plain or telling; that of a theme is open or telling. Others have none.
    """

    label: Mapping[str, str]
    category: str | None = None


class Vocabulary(Struct, frozen=True):
    """Every term by (kind, key)."""

    terms: Mapping[tuple[str, str], Term]

    def label(self, kind: str, key: object, language: str) -> str:
        """Return the term's name in `language`, or the key itself for an unknown term."""
        term = self.terms.get((kind, str(key)))
        return term.label[language] if term else str(key)

    def has_term(self, kind: str, key: object) -> bool:
        """Return whether there is a term with this kind and key."""
        return (kind, str(key)) in self.terms

    def in_categories(self, kind: str, keys: Iterable[str], *categories: str) -> tuple[str, ...]:
        """Return the `keys` in one of the categories; a term that is unknown or has no category counts as a spoiler."""
        return tuple(key for key in keys if self._category(kind, key) in categories)

    def _category(self, kind: str, key: str) -> str:
        term = self.terms.get((kind, key))
        return (term.category if term else None) or SPOILER


class ReferenceData(Struct, frozen=True):
    """The vocabulary that describes films, and the streaming services."""

    vocabulary: Vocabulary
    services: StreamingServices


def parse_vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """Parse the contents of vocabulary.json; raise KeyError if a term lacks its kind, its key or a label."""
    terms = {(t["kind"], t["term"]): Term({"en": t["en"], "ko": t["ko"]}, t.get("class")) for t in data["terms"]}
    return Vocabulary(terms)
