"""Generates random streaming data, and computes in plain Python which films can be watched where."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

from bot import app
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.tmdb.client import TmdbAccess, TmdbClient
from bot.tmdb.rules.offers import families_by_id
from bot.tmdb.service.tmdb import Tmdb

SERVICES = json.loads((app.DATA_DIR / "services.json").read_text(encoding="utf-8"))["services"]
KEYS = tuple(service["key"] for service in SERVICES)
SERVICE_OF: Mapping[int, str] = {number: service["key"] for service in SERVICES for number in service["tmdb_ids"]}
COUNTRIES = ("KR", "US", "DE")
KINDS = ("flatrate", "free", "ads", "rent", "buy")
FILMS = range(1, 13)
"""The first films of the catalogue. In a random world, no service has any other film."""
STRANGERS = (3, 68, 175_000)
"""TMDB's numbers of providers that are not among our services."""
NOW = 1_800_000_000


@dataclass(frozen=True)
class World:
    """Which services have which films, by our own rows and by TMDB, and whether the bot has a TMDB key."""

    rows: Mapping[int, Collection[tuple[str, str | None]]]  # service and region, by film
    numbers: Mapping[int, tuple[int | None, str | None]]  # TMDB number and IMDb id, by film
    replaced: Mapping[str, int | None]  # current TMDB number, None if TMDB has no such film, by "tmdb:…" or "imdb:…"
    offers: Mapping[int, Collection[tuple[str, str, int]]]  # country, kind and provider, by TMDB number
    has_key: bool

    def watchable(self, services: Collection[str], country: str | None) -> set[int]:
        """Return the films that one of these services has in a country.

        Without a country, our own rows of every country count, and TMDB's offers do not.
        """
        return {
            film
            for film in FILMS
            if self._is_listed(film, services, country) or (country and self._is_offered(film, services, country))
        }

    def _is_listed(self, film: int, services: Collection[str], country: str | None) -> bool:
        return any(
            service in services and (country is None or region is None or region == country)
            for service, region in self.rows[film]
        )

    def offered(self, film: int) -> set[tuple[str, str, int]]:
        """Return the country, kind and provider of each offer for a film, or nothing without a TMDB key."""
        number, imdb = self.numbers[film]
        if number is not None:
            number = self.replaced.get(f"tmdb:{number}") or number
        elif imdb is not None:
            number = self.replaced.get(f"imdb:{imdb}")
        return {*self.offers.get(number or 0, ())} if self.has_key else set()

    def _is_offered(self, film: int, services: Collection[str], country: str) -> bool:
        return any(
            there == country and kind in {"flatrate", "free", "ads"} and SERVICE_OF.get(provider) in services
            for there, kind, provider in self.offered(film)
        )


def random_world(random: Random) -> World:
    """Return a world in which some films have a dead TMDB number, only an IMDb id, or no id."""
    numbers = {
        film: random.choice(((1000 + film, None), (1000 + film, f"tt{film:07}"), (None, f"tt{film:07}"), (None, None)))
        for film in FILMS
    }
    references = [f"tmdb:{number}" if number else f"imdb:{imdb}" for number, imdb in numbers.values() if number or imdb]
    replaced = {
        reference: random.choice((None, 2000 + place))
        for place, reference in enumerate(references)
        if random.random() < 0.5
    }
    alive = [1000 + film for film in FILMS if f"tmdb:{1000 + film}" not in replaced]  # TMDB no longer has the others
    known = (*alive, *(number for number in replaced.values() if number))
    providers = (*SERVICE_OF, *STRANGERS)
    return World(
        rows={
            film: [(random.choice(KEYS), random.choice((None, *COUNTRIES))) for _ in range(random.choice((0, 0, 1, 3)))]
            for film in FILMS
        },
        numbers=numbers,
        replaced=replaced,
        offers={
            number: [
                (random.choice(COUNTRIES), random.choice(KINDS), random.choice(providers))
                for _ in range(random.choice((0, 2, 6)))
            ]
            for number in known
        },
        has_key=random.random() < 0.8,
    )


async def store_world(world: World, database: Database) -> None:
    """Replace the streaming data in the database with this world."""

    async def write(writer: Writer) -> None:
        for table in ("film_stream", "tmdb_offer_cache", "tmdb_movie_cache", "tmdb_lookup_cache"):
            await writer.execute(f"DELETE FROM {table}")
        await writer.execute_many(
            "INSERT INTO film_stream (film_id, position, service, region) VALUES (:film, :at, :service, :region)",
            [
                {"film": film, "at": at, "service": service, "region": region}
                for film, rows in world.rows.items()
                for at, (service, region) in enumerate(rows)
            ],
        )
        await writer.execute("UPDATE film SET tmdb_id = NULL, imdb_id = NULL")
        await writer.execute_many(
            "UPDATE film SET tmdb_id = :number, imdb_id = :imdb WHERE id = :film",
            [{"film": film, "number": number, "imdb": imdb} for film, (number, imdb) in world.numbers.items()],
        )
        await writer.execute_many(
            "INSERT INTO tmdb_lookup_cache VALUES (:wanted, :number, :now)",
            [{"wanted": wanted, "number": number, "now": NOW} for wanted, number in world.replaced.items()],
        )
        await writer.execute_many(
            "INSERT INTO tmdb_movie_cache (tmdb_id, text_fetched_at, offers_fetched_at) VALUES (:number, :now, :now)",
            [{"number": number, "now": NOW} for number in world.offers],
        )
        await writer.execute_many(
            "INSERT INTO tmdb_offer_cache VALUES (:number, :country, :at, :provider, 'x', :kind)",
            [
                {"number": number, "country": country, "at": at, "provider": provider, "kind": kind}
                for number, offers in world.offers.items()
                for at, (country, kind, provider) in enumerate(offers)
            ],
        )

    await database.write(write)


def tmdb_of(world: World, database: Database, reference: ReferenceData) -> Tmdb:
    """Return a TMDB service for this world, with a key only if the world has one. No call can reach TMDB."""
    client = TmdbClient(TmdbAccess("k" * 32, "http://127.0.0.1:1")) if world.has_key else None
    return Tmdb(database, lambda: NOW, families_by_id(reference.services.provider_families), client)
