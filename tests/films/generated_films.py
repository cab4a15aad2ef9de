"""Generates random films for tests, with texts from any source."""

from collections.abc import Callable
from random import Random

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary, FilmText, Person, StreamingOffer
from bot.ids import FilmId

Write = Callable[[int], str]
"""Writes a text of at most this many characters."""


def generated_film(shape: Random, write: Write, reference: ReferenceData) -> Film:
    """Return a film whose texts come from `write`, and whose other values come from `shape`."""
    maybe = shape.choice
    return Film(
        summary=FilmSummary(
            FilmId(1), write(300) or "x", maybe((None, write(300) or "x")), shape.randint(1900, 2100), "KR"
        ),
        minutes=maybe((None, 59, 60, 117, 99_999)),
        rating=maybe((None, "12", write(50))),
        ending=maybe((None, "hopeful", "devastating", write(200))),
        tears=maybe((None, 0, 1, 3, 5)),
        directors=_people(shape, write, maybe((0, 1, 30))),
        cast=_people(shape, write, maybe((0, 2, 5, 60))),
        genres=_terms(shape, write, "genre", reference),
        themes=_terms(shape, write, "theme", reference),
        content_notes=maybe((None, (), _terms(shape, write, "content_warning", reference))),
        texts={at: FilmText(write(10_000), write(200)) for at in ("en", "ko") if shape.random() < 0.7},
        streaming_offers=tuple(_stream(shape, write) for _ in range(maybe((0, 1, 3, 12)))),
    )


def _people(shape: Random, write: Write, count: int) -> tuple[Person, ...]:
    return tuple(
        Person(write(120) or "x", shape.choice((None, write(40) or "x")), shape.choice((None, write(200) or "x")))
        for _ in range(count)
    )


def _terms(shape: Random, write: Write, kind: str, reference: ReferenceData) -> tuple[str, ...]:
    known = [term for its_kind, term in reference.vocabulary.terms if its_kind == kind]
    own = shape.sample(known, shape.randint(0, len(known)))
    return (*own, *(write(80) or "x" for _ in range(shape.choice((0, 0, 3)))))


def _stream(shape: Random, write: Write) -> StreamingOffer:
    return StreamingOffer(
        shape.choice(("netflix", "viki", write(60) or "x")),
        shape.choice((None, "KR")),
        None,
        shape.choice(
            (None, "https://www.netflix.com/title/1", "javascript:alert(1)", "https://evil.example", write(600))
        ),
        shape.choice((None, "2026-11-01")),
    )
