"""The SQL statements for TMDB's cached answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.core.storage.sql import Reader, Writer
from bot.tmdb.rules.movie import MovieFacts, PosterKey
from bot.tmdb.rules.offers import Offer
from bot.tmdb.rules.stored_movie import Lookup, StoredFacts

COLUMNS = (
    "tmdb_id, imdb_id, title_en, title_ko, original_title, released_on, minutes, korean_rating,"
    " poster_ko, poster_en, poster_textless, poster_other, text_fetched_at, offers_fetched_at"
)
POSTER_COLUMNS: Mapping[str, PosterKey] = {
    "poster_ko": "ko",
    "poster_en": "en",
    "poster_textless": "textless",
    "poster_other": "other",
}
SELECT_LOOKUP = "SELECT tmdb_id, checked_at FROM tmdb_lookup_cache WHERE wanted = :wanted"
UPSERT_LOOKUP = """
    INSERT INTO tmdb_lookup_cache (wanted, tmdb_id, checked_at) VALUES (:wanted, :tmdb_id, :now)
    ON CONFLICT (wanted) DO UPDATE SET tmdb_id = :tmdb_id, checked_at = :now
"""
SELECT_MOVIE = f"SELECT {COLUMNS} FROM tmdb_movie_cache WHERE tmdb_id = :tmdb_id"
DELETE_MOVIE = "DELETE FROM tmdb_movie_cache WHERE tmdb_id = :tmdb_id"
INSERT_MOVIE = f"""
    INSERT INTO tmdb_movie_cache ({COLUMNS})
    VALUES (:tmdb_id, :imdb_id, :title_en, :title_ko, :original_title, :released_on, :minutes, :korean_rating,
            :poster_ko, :poster_en, :poster_textless, :poster_other, :now, :now)
"""
SELECT_OFFERS = """
    SELECT country, provider_id, name, kind FROM tmdb_offer_cache WHERE tmdb_id = :tmdb_id ORDER BY country, position
"""
DELETE_OFFERS = "DELETE FROM tmdb_offer_cache WHERE tmdb_id = :tmdb_id"
INSERT_OFFER = """
    INSERT INTO tmdb_offer_cache (tmdb_id, country, position, provider_id, name, kind)
    VALUES (:tmdb_id, :country, :position, :provider_id, :name, :kind)
"""
UPDATE_OFFERS_FETCHED_AT = "UPDATE tmdb_movie_cache SET offers_fetched_at = :now WHERE tmdb_id = :tmdb_id"


async def find_lookup(reader: Reader, wanted: str) -> Lookup | None:
    """Return the lookup of a film whose own number is missing or dead, or None if it was never looked up."""
    rows = await reader.select(Lookup, SELECT_LOOKUP, {"wanted": wanted})
    return rows[0] if rows else None


async def save_lookup(writer: Writer, wanted: str, tmdb_id: int | None, now: int) -> None:
    """Store the number that replaces a film's own number, or None if the lookup found none."""
    await writer.execute(UPSERT_LOOKUP, {"wanted": wanted, "tmdb_id": tmdb_id, "now": now})


async def find_facts(reader: Reader, tmdb_id: int) -> StoredFacts | None:
    """Return the cached facts about a film, or None if there are none."""
    rows = await reader.select(_stored_facts, SELECT_MOVIE, {"tmdb_id": tmdb_id})
    return rows[0] if rows else None


async def list_offers(reader: Reader, tmdb_id: int) -> Mapping[str, tuple[Offer, ...]]:
    """Return a film's offers by country, in TMDB's order."""
    offers: dict[str, list[Offer]] = {}
    for country, provider_id, name, kind in await reader.execute(SELECT_OFFERS, {"tmdb_id": tmdb_id}):
        offers.setdefault(country, []).append(Offer(provider_id, name, kind))
    return {country: tuple(listed) for country, listed in offers.items()}


async def save_movie(writer: Writer, facts: MovieFacts, offers: Mapping[str, Iterable[Offer]], now: int) -> None:
    """Replace the cached facts and offers of a film."""
    titles, posters = facts.titles or {}, facts.posters or {}
    await delete_movie(writer, facts.tmdb_id)
    await writer.execute(
        INSERT_MOVIE,
        {
            "tmdb_id": facts.tmdb_id,
            "imdb_id": facts.imdb_id,
            "title_en": titles.get("en"),
            "title_ko": titles.get("ko"),
            "original_title": facts.original_title,
            "released_on": facts.released_on,
            "minutes": facts.minutes,
            "korean_rating": facts.korean_rating,
            **{column: posters.get(key) for column, key in POSTER_COLUMNS.items()},
            "now": now,
        },
    )
    await save_offers(writer, facts.tmdb_id, offers, now)


async def save_offers(writer: Writer, tmdb_id: int, offers: Mapping[str, Iterable[Offer]], now: int) -> None:
    """Replace a film's offers, and record when they were fetched."""
    await writer.execute(DELETE_OFFERS, {"tmdb_id": tmdb_id})
    await writer.execute_many(
        INSERT_OFFER,
        (
            {
                "tmdb_id": tmdb_id,
                "country": country,
                "position": position,
                "provider_id": offer.provider_id,
                "name": offer.name,
                "kind": offer.kind,
            }
            for country, listed in offers.items()
            for position, offer in enumerate(listed)
        ),
    )
    await writer.execute(UPDATE_OFFERS_FETCHED_AT, {"tmdb_id": tmdb_id, "now": now})


async def delete_movie(writer: Writer, tmdb_id: int) -> None:
    """Delete a film from the cache with its offers; lookups stay."""
    await writer.execute(DELETE_MOVIE, {"tmdb_id": tmdb_id})


def _stored_facts(text_fetched_at: int, offers_fetched_at: int, **columns: Any) -> StoredFacts:
    titles = {language: columns.pop(f"title_{language}") for language in ("en", "ko")}
    posters = {key: columns.pop(column) for column, key in POSTER_COLUMNS.items()}
    facts = MovieFacts(
        titles={language: title for language, title in titles.items() if title},
        posters={key: path for key, path in posters.items() if path},
        **columns,
    )
    return StoredFacts(facts, text_fetched_at, offers_fetched_at)
