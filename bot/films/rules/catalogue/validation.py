"""Validates catalogue entries, with a check and a description of valid values for each field."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.films.rules.catalogue.reference_data import ReferenceData, Vocabulary
from bot.films.rules.watch_links import StreamingServices, is_safe_link

FieldCheck = Callable[[Any], bool]
FieldIssue = tuple[str, str]
"""The name of a field, and what is wrong with it."""

HANGUL = re.compile(r"[가-힣]")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
TEXT_LENGTHS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("synopsis", "en"): (180, 420),
    ("synopsis", "ko"): (90, 220),
    ("hook", "en"): (40, 90),
    ("hook", "ko"): (15, 45),
}


def _matches(pattern: str) -> FieldCheck:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _number_between(low: int, high: int) -> FieldCheck:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_text(value: Any) -> bool:
    """Return whether `value` is a string that has a visible character and can be stored."""
    return (
        isinstance(value, str)
        and any(letter.isprintable() and letter != " " for letter in value)
        and _is_encodable(value)
    )


def _is_encodable(text: str) -> bool:
    return not UNSTORABLE.search(text)


def _or_null(check: FieldCheck) -> FieldCheck:
    return lambda value: value is None or check(value)


def _list_of(check: FieldCheck) -> FieldCheck:
    return lambda value: isinstance(value, list) and all(check(item) for item in value)


def _object_of(**fields: FieldCheck) -> FieldCheck:
    return lambda value: (
        isinstance(value, Mapping) and set(value) == set(fields) and all(fields[key](value[key]) for key in fields)
    )


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


COUNTRY = _matches("[A-Z]{2}")
LOCALIZED_TEXT: FieldCheck = lambda value: (  # noqa: E731  # used like the functions in the table below
    isinstance(value, Mapping)
    and set(value) <= {"en", "ko"}
    and all(_or_null(_is_text)(text) for text in value.values())
)
STREAMING_OFFER = _object_of(
    provider=_is_text,
    region=_or_null(COUNTRY),
    kind=_or_null(_is_text),
    url=_or_null(_is_text),
    checked_on=_or_null(_is_date),
    source=_or_null(_is_text),
)

FIELDS: Mapping[str, tuple[FieldCheck, str]] = {
    "slug": (_matches("[a-z0-9]+(-[a-z0-9]+)*"), "lower-case letters and digits, joined by hyphens"),
    "title_en": (_is_text, "a text"),
    "title_ko": (_or_null(_is_text), "a text or null"),
    "title_romanised": (_or_null(_is_text), "a text or null"),
    "aka": (_list_of(_is_text), "a list of texts"),
    "year": (_number_between(1880, 2200), "a year from 1880 to 2200"),
    "country": (_or_null(COUNTRY), "two capital letters or null"),
    "runtime_min": (_or_null(_number_between(1, 100_000)), "minutes, or null"),
    "directors": (_list_of(_object_of(en=_is_text, ko=_or_null(_is_text))), "a list of people, each with en and ko"),
    "cast": (
        _list_of(_object_of(en=_is_text, ko=_or_null(_is_text), role=_or_null(_is_text))),
        "a list of people, each with en, ko and role",
    ),
    "genres": (_list_of(_is_text), "a list of terms"),
    "themes": (_list_of(_is_text), "a list of terms"),
    "content_warnings": (_or_null(_list_of(_is_text)), "a list of terms, or null if nobody has checked"),
    "ending": (_or_null(_is_text), "a term or null"),
    "tears": (_or_null(_number_between(1, 5)), "a number from 1 to 5, or null"),
    "kmrb_rating": (_or_null(_is_text), "a term or null"),
    "imdb_id": (_or_null(_matches("tt[0-9]{7,9}")), "tt and seven digits or more, or null"),
    "tmdb_id": (_or_null(_number_between(1, 10**9)), "a number or null"),
    "streaming": (
        _list_of(STREAMING_OFFER),
        "a list of places with provider, region, kind, url, checked_on (a day, YYYY-MM-DD) and source",
    ),
    "synopsis": (LOCALIZED_TEXT, "a text in en and ko"),
    "hook": (LOCALIZED_TEXT, "a text in en and ko"),
    "sources": (_list_of(_is_text), "a list of texts"),
    "unverified_fields": (_list_of(_is_text), "a list of fields"),
}
TERM_KINDS: Mapping[str, str] = {
    "genres": "genre",
    "themes": "theme",
    "content_warnings": "content_warning",
    "ending": "ending",
    "kmrb_rating": "kmrb_rating",
}


def entry_issues(film: Mapping[str, Any], reference: ReferenceData) -> Iterator[FieldIssue]:
    """Yield what is wrong with an entry of any films file; check its terms and links only if its fields are valid."""
    issues = [*_shape_issues(film)]
    yield from issues
    if not issues:
        yield from _term_issues(film, reference.vocabulary)
        yield from _link_issues(film, reference.services)


def _shape_issues(film: Mapping[str, Any]) -> Iterator[FieldIssue]:
    yield from ((field, "is missing") for field in FIELDS if field not in film)
    yield from ((field, "is not a field of a film") for field in film if field not in FIELDS)
    for field, (check, expected) in FIELDS.items():
        if field in film and not check(film[field]):
            yield field, f"must be {expected}, not {str(film[field])[:60]!r}"


def _term_issues(film: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[FieldIssue]:
    for field, kind in TERM_KINDS.items():
        value = film[field]
        used = value if isinstance(value, list) else [] if value is None else [value]
        yield from (
            (field, f"{term!r} is not a known {kind} (see vocabulary.json)")
            for term in used
            if not vocabulary.has_term(kind, term)
        )
        yield from ((field, f"{term!r} is used twice") for term in set(used) if used.count(term) > 1)


def _link_issues(film: Mapping[str, Any], services: StreamingServices) -> Iterator[FieldIssue]:
    for offer in film["streaming"]:
        service = services.find(offer["provider"])
        if offer["url"] and service and not is_safe_link(service, offer["url"]):
            yield "streaming", f"{offer['url'][:80]!r} is not an https address of {service.name}"


def own_entry_issues(film: Mapping[str, Any], reference: ReferenceData) -> Iterator[FieldIssue]:
    """Yield violations of the rules that only our own catalogue has, such as the lengths of texts."""
    if not HANGUL.search(film["title_ko"] or ""):
        yield "title_ko", "must be in Hangul"
    yield from ((field, "must have at least one") for field in ("directors", "cast") if not film[field])
    for (field, language), (low, high) in TEXT_LENGTHS.items():
        text = film[field].get(language) or ""
        if not low <= len(text) <= high:
            yield f"{field}.{language}", f"must have {low} to {high} characters, not {len(text)}"
        if bool(HANGUL.search(text)) != (language == "ko"):
            yield f"{field}.{language}", "is in the wrong language"
    unknown = [offer["provider"] for offer in film["streaming"] if reference.services.find(offer["provider"]) is None]
    yield from (("streaming", f"{name!r} is not a service in services.json") for name in unknown)
