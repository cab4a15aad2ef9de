"""The catalogue's films in the made-up TMDB, with made-up offers."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.demo_tmdb.answers import FakeFilm, FakePoster
from bot.films.rules.film import CatalogueEntry

SUBSCRIPTIONS: Final = {
    "KR": ((8, 1796), (97,), (119,), (1883,), (356,), (337,), (11,)),
    "US": ((344,), (9, 2100), (8, 1796), (11,), (350,)),
    "DE": ((8, 1796), (344,), (9, 2100), (11,)),
}
"""The TMDB numbers of subscription services, by country; the numbers of one service are grouped."""
OTHERS: Final = {
    "KR": {"rent": (3,), "buy": (3, 2)},
    "US": {"free": (73,), "ads": (464,), "rent": (2, 10, 3), "buy": (2, 10)},
    "DE": {"rent": (10, 3), "buy": (2,)},
}
"""The TMDB numbers of services with other kinds of offers, by country and kind."""
WITHOUT_OFFERS: Final = 9
"""In each country, one in this many films is not listed."""


def fake_films(entries: Sequence[CatalogueEntry]) -> Iterator[FakeFilm]:
    """Yield the films that have a TMDB number."""
    for index, entry in enumerate(entries):
        film = entry.film
        if film.tmdb_id:
            yield FakeFilm(
                film.tmdb_id,
                film.imdb_id,
                film.summary.title_en,
                film.summary.title_ko or "",
                released_on=f"{film.summary.year}-06-15",
                minutes=film.minutes or 0,
                rating=film.rating or "",
                posters=_posters(film.tmdb_id, film.summary.title_ko),
                offers={country: _offers(country, index) for country in SUBSCRIPTIONS},
            )


def _posters(tmdb_id: int, korean_title: str | None) -> Sequence[FakePoster]:
    english = FakePoster(f"/{tmdb_id}-en.png", "en", 5)
    return (FakePoster(f"/{tmdb_id}-ko.png", "ko", 9), english) if korean_title else (english,)


def _offers(country: str, index: int) -> dict[str, Sequence[int]]:
    """Return the services that have a film in a country; they differ between films, and some films have none."""
    mixed = index + 3 * len(country) + sum(map(ord, country))
    if mixed % WITHOUT_OFFERS == 0:
        return {}
    services = SUBSCRIPTIONS[country]
    chosen = [services[(mixed + step) % len(services)] for step in range(mixed % 4)]
    kinds: dict[str, Sequence[int]] = {"flatrate": [number for family in chosen for number in family]}
    others = [(kind, numbers) for i, (kind, numbers) in enumerate(OTHERS[country].items()) if (mixed + i) % 2]
    return {kind: numbers for kind, numbers in [*kinds.items(), *others] if numbers}
