"""Random searches find the same films as the reference search, in the same order."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.films.queries import catalogue_writer
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.film import Catalogue, CatalogueEntry, FilmTitle, Person
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.years import YearRange
from bot.films.service.search import FilmSearch
from bot.ids import GuildId
from tests.discord_rules.hostile import hostile_text
from tests.films.generated_films import generated_film
from tests.films.reference_search import SERVICES, StoredFilm, plain, search_by_reference
from tests.sql import execute

OURS, THEIRS = GuildId(5), GuildId(6)
MIXES, MADE_UP = 300, 60
KNOWN = (Person("Lee Joon-ik", "이준익"), Person("Lee Jun-ik"), Person("Son Ye-jin", "손예진"))


@pytest.fixture
async def stored_films(database: Database, our_catalogue: Catalogue, reference: ReferenceData) -> Sequence[StoredFilm]:
    """Return the catalogue, with one film retired, and made-up films of two servers."""
    made_up = list(make_up_films(our_catalogue, reference))
    gone = our_catalogue.entries[7]
    in_catalogue = [entry for entry in our_catalogue.entries if entry is not gone]
    await database.write(
        lambda writer: catalogue_writer.retire_catalogue(writer, [entry.slug for entry in in_catalogue])
    )

    async def save(writer: Writer) -> list[int]:
        return [await catalogue_writer.save_film(writer, entry=film.entry, guild_id=film.guild_id) for film in made_up]

    keys = await database.write(save)
    rows = await execute(database, "SELECT slug, id FROM film WHERE guild_id IS NULL")
    key_of = {str(slug): int(key) for slug, key in rows}
    ours = [StoredFilm(key_of[entry.slug], entry, retired=entry is gone) for entry in our_catalogue.entries]
    theirs = [StoredFilm(key, film.entry, film.guild_id) for film, key in zip(made_up, keys, strict=True)]
    return [*ours, *theirs]


def make_up_films(our_catalogue: Catalogue, reference: ReferenceData) -> Iterator[StoredFilm]:
    hook_words = [
        word for entry in our_catalogue.entries for text in entry.film.texts.values() for word in text.hook.split()
    ]
    for seed in range(MADE_UP):
        random = Random(seed)

        def write_text(longest: int, random: Random = random) -> str:
            hostile = random.random() < 0.2
            text = (
                hostile_text(random, longest) if hostile else " ".join(random.choices(hook_words, k=longest // 20 + 1))
            )
            return text[:longest].strip().replace("\0", "") or f"{random.random()}"

        film = generated_film(random, write_text, reference)
        film = replace(film, themes=tuple(dict.fromkeys(film.themes)), genres=())
        film = replace(film, content_notes=film.content_notes and tuple(dict.fromkeys(film.content_notes)))
        heading, server = film.summary, random.choice((OURS, THEIRS))
        names = (
            FilmTitle("english", heading.title_en),
            *([FilmTitle("hangul", heading.title_ko)] if heading.title_ko else []),
        )
        yield StoredFilm(0, CatalogueEntry(f"made-up-{seed}", film, names), server)


def random_filter(random: Random, stored_films: Sequence[StoredFilm], reference: ReferenceData) -> FilmFilter:
    """Return one to four random conditions, most of which match some film."""
    entry = random.choice(stored_films).entry
    terms = {kind: [key for its, key in reference.vocabulary.terms if its == kind] for kind in ("theme", "ending")}
    notes = [key for kind, key in reference.vocabulary.terms if kind == "content_warning"]
    strong = reference.vocabulary.in_categories("content_warning", notes, STRONG)
    year = random.choice((entry.film.summary.year, random.randint(1950, 2030)))
    values: dict[str, Any] = {
        "words": random_words(random, entry),
        "person": random_name(random, entry),
        "themes": tuple(random.sample(terms["theme"], random.randint(1, 3))),
        "ending": random.choice(terms["ending"]),
        "years": random.choice(
            (YearRange(year, year), YearRange(year, None), YearRange(None, year), YearRange(year - 5, year + 4))
        ),
        "max_minutes": random.choice((60, 100, 110, 120, 150)),
        "services": tuple(random.sample(SERVICES, random.randint(1, 2))),
        "tears": random.randint(1, 5),
        "excluded_notes": random.choice((tuple(random.sample(notes, random.randint(1, 3))), strong)),
    }
    chosen = random.sample(sorted(values), random.choice((1, 1, 2, 2, 3, 4)))
    return FilmFilter(**{name: values[name] for name in chosen})


def random_words(random: Random, entry: CatalogueEntry) -> str:
    """Return one or two words of a film, whole or cut off, or an unknown word."""
    texts = [name.text for name in entry.titles] + [film_text.synopsis for film_text in entry.film.texts.values()]
    words = [word for text in random.sample(texts, min(2, len(texts))) for word in plain(text)] or ["눈물"]
    parts = [word[: random.choice((len(word), max(1, len(word) - 1)))] for word in random.choices(words, k=2)]
    return random.choice((parts[0], " ".join(parts), parts[0].upper(), f"  {parts[0]},{parts[1]}! ", "zzzz"))


def random_name(random: Random, entry: CatalogueEntry) -> str:
    """Return a name in a random spelling, usually that of a person in this film."""
    person = random.choice([*entry.film.directors, *entry.film.cast, *KNOWN])
    name = random.choice((person.name_en, person.name_ko or person.name_en))[:100]
    spellings = (name, name.lower(), name.replace("-", " "), name.replace("-", ""), name.split()[-1], f'"{name}"')
    spelling = random.choice(spellings)
    return spelling if plain(spelling) else "lee"


async def test_random_filters_match_the_reference_search(
    searches: FilmSearch, stored_films: Sequence[StoredFilm], reference: ReferenceData, volume: Callable[[int], int]
) -> None:
    """With the catalogue alone or with a server's own films, both searches find the same films in the same order."""
    finds = 0
    for seed in range(volume(MIXES)):
        random = Random(seed)
        film_filter, server = random_filter(random, stored_films, reference), random.choice((None, OURS, THEIRS))
        expected = search_by_reference(stored_films, film_filter, server)
        assert await searches.find_matching(film_filter, server) == expected, (seed, film_filter, server)
        assert await searches.count_matching(film_filter, server) == len(expected)
        finds += bool(expected)
    assert finds > volume(MIXES) / 2, "most filters find nothing, so this test proves little"
