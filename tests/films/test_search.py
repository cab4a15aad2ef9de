"""What counts as a match in a search."""

import hashlib
from collections.abc import Callable
from random import Random

import pytest

from bot import app
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.films.queries import catalogue_writer
from bot.films.rules.film import Catalogue, FilmText, Person
from bot.films.rules.search.film_filter import MAX_CONDITION_LENGTH, FilmFilter, active_conditions
from bot.films.rules.search.search_results import NoResults, SearchPage
from bot.films.rules.search.years import YearRange
from bot.films.service.search import FilmSearch
from bot.ids import GuildId
from tests.discord_rules.hostile import hostile_text
from tests.films.search_helpers import OURS, SAM, save_film, search_page, titles
from tests.sql import execute


@pytest.mark.parametrize(
    "typed", ["im sang soo", "IM SANG-SOO", "imsangsoo", "Sang-soo Im", "임상수", "상수", "im sangsu"]
)
async def test_a_person_is_found_however_the_name_is_written(searches: FilmSearch, typed: str) -> None:
    """Spaces, hyphens, case, order, script and romanisation of the name do not matter."""
    await save_film(searches.database, "The Old Garden", directors=(Person("Im Sang-soo", "임상수"),))
    assert "The Old Garden" in await titles(searches, FilmFilter(person=typed))


@pytest.mark.parametrize(
    "typed", ["lee junik", "Lee Jun-ik", "이준익", "Lee Joon-ik", "joon ik", '"Lee Joon-ik"', "“이준익”"]
)
async def test_every_spelling_of_a_directors_name_finds_his_films(searches: FilmSearch, typed: str) -> None:
    """Each spelling of Lee Joon-ik finds two of his films."""
    assert await titles(searches, FilmFilter(person=typed)) >= {"Hope", "The Throne"}


async def test_a_name_never_matches_two_people_together(searches: FilmSearch) -> None:
    """One person's surname and another's given name match nobody."""
    people = (Person("Kim Areum", "김아름"), Person("Lee Boram", "이보람"))
    await save_film(searches.database, "Two People", cast=people)
    assert "Two People" in await titles(searches, FilmFilter(person="kim areum"))
    assert await titles(searches, FilmFilter(person="kim boram")) == set()


async def test_a_quoted_name_matches_only_that_person(searches: FilmSearch) -> None:
    """A quoted name must match exactly: "Lee Han" in quotes does not find Lee Hanee."""
    cast = (Person("Lee Hanee", "이하늬"),)
    await save_film(searches.database, "Hers Alone", cast=cast)
    assert "Hers Alone" in await titles(searches, FilmFilter(person="Lee Han"))
    assert "Hers Alone" not in await titles(searches, FilmFilter(person='"Lee Han"'))
    assert "Hers Alone" in await titles(searches, FilmFilter(person='"이하늬"'))


@pytest.mark.parametrize("typed", ["CAFÉ", "cafe", "카페", "Café, 카페!", "grandmother's", "grandmothers", "카"])
async def test_words_are_found_without_case_accents_and_punctuation(searches: FilmSearch, typed: str) -> None:
    """Case, accents and punctuation do not matter. In Korean, part of a word is enough."""
    texts = {"en": FilmText("At her grandmother’s café.", ""), "ko": FilmText("할머니의 카페에서.", "")}
    await save_film(searches.database, "Somewhere", texts=texts)
    assert "Somewhere" in await titles(searches, FilmFilter(words=typed))


async def test_a_word_is_found_by_its_beginning(searches: FilmSearch) -> None:
    """The word "heart" finds "Heartfelt", and the word "art" does not."""
    await save_film(searches.database, "Heartfelt")
    assert "Heartfelt" in await titles(searches, FilmFilter(words="heart"))
    assert "Heartfelt" not in await titles(searches, FilmFilter(words="art"))


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", "?", ":", "*", ";", "--", '"'])
async def test_nothing_typed_acts_as_a_wildcard_or_as_sql(searches: FilmSearch, sign: str) -> None:
    """A special character of SQL separates words, except an apostrophe, which joins them. Alone, it finds nothing."""
    gap = "" if sign == "'" else " "
    for film_filter in (
        FilmFilter(words=f"lett{sign}r"),
        FilmFilter(words=f"lett{sign}er"),
        FilmFilter(person=f"son ye{sign}jin"),
    ):
        alike = FilmFilter(
            **{name: getattr(film_filter, name).replace(sign, gap) for name in active_conditions(film_filter)}
        )
        assert await searches.find_matching(film_filter, None) == await searches.find_matching(alike, None)
    assert await searches.find_matching(FilmFilter(words=sign), None) == ()
    assert await searches.find_matching(FilmFilter(person=sign), None) == ()


async def search_or_refusal(searches: FilmSearch, film_filter: FilmFilter) -> SearchPage | NoResults | str:
    """Return what is found, or why the search is refused."""
    try:
        return await searches.start(film_filter, SAM, None)
    except UserError as no:
        return no.key


async def test_hostile_texts_break_no_search(searches: FilmSearch, volume: Callable[[int], int]) -> None:
    """Any pasted text gives a list, an empty result, or the refusal that it has no letters."""
    for seed in range(volume(200)):
        text = hostile_text(Random(seed), MAX_CONDITION_LENGTH).replace("\0", "")
        for film_filter in (
            FilmFilter(words=text),
            FilmFilter(person=text),
            FilmFilter(words=text, person=text, max_minutes=100),
        ):
            found = await search_or_refusal(searches, film_filter)
            assert found == "films.search.no-letters" or isinstance(found, SearchPage | NoResults), seed
        assert len(await searches.suggest_people(text, None)) <= 25


async def test_a_film_with_the_words_in_its_title_comes_first(searches: FilmSearch) -> None:
    """A search for "hope" lists the film Hope first."""
    first = (await search_page(searches, FilmFilter(words="hope"))).films[0]
    assert first.summary.title_en == "Hope"


async def test_a_retired_film_is_never_found(searches: FilmSearch, our_catalogue: Catalogue) -> None:
    """A retired film is neither found nor suggested. Once it is back in the file, it is found again."""
    films = searches.films
    others = tuple(entry for entry in our_catalogue.entries if entry.slug != "hope")
    await films.load_catalogue(Catalogue("without hope", others))
    assert "Hope" not in await titles(searches, FilmFilter(years=YearRange(2013, 2013)))
    assert "Hope" not in await titles(searches, FilmFilter(words="so-won"))
    assert "Uhm Ji-won" not in [person.name_en for person in await searches.suggest_people("Uhm Ji-won", None)]
    await films.load_catalogue(our_catalogue)
    assert "Hope" in await titles(searches, FilmFilter(person="Uhm Ji-won", years=YearRange(2013, 2013)))


async def test_a_servers_own_film_is_found_only_there(searches: FilmSearch) -> None:
    """Other servers and direct messages do not find a server's own film."""
    cast = (Person("Somebody Special", "누군가"),)
    await save_film(searches.database, "Our Own", OURS, cast=cast, themes=("school",))
    for film_filter in (FilmFilter(words="our own"), FilmFilter(person="special"), FilmFilter(themes=("school",))):
        assert "Our Own" in await titles(searches, film_filter, OURS)
        assert "Our Own" not in await titles(searches, film_filter, GuildId(6)) | await titles(
            searches, film_filter, None
        )
    assert await searches.suggest_people("special", OURS) == cast
    assert await searches.suggest_people("special", None) == ()


@pytest.mark.postgres_soak
async def test_a_database_from_before_search_is_searchable_after_the_next_start(
    searches: FilmSearch, our_catalogue: Catalogue
) -> None:
    """The search texts of an older database are filled in when the same films.json is loaded again."""
    await execute(searches.database, "DELETE FROM film_search")
    await execute(searches.database, "UPDATE person SET search_text = ''")
    await searches.database.write(
        lambda writer: catalogue_writer.set_digest(
            writer, hashlib.sha256(b"1" + app.CATALOGUE_FILE.read_bytes()).hexdigest()
        )
    )
    assert (
        await titles(searches, FilmFilter(words="hope")) == await titles(searches, FilmFilter(person="lee re")) == set()
    )
    assert await searches.films.load_catalogue(our_catalogue)
    assert "Hope" in await titles(searches, FilmFilter(words="hope", person="lee re"))


@pytest.mark.postgres_soak
async def test_a_film_is_found_by_its_names_hooks_and_people(searches: FilmSearch, our_catalogue: Catalogue) -> None:
    """Every fifth film of the catalogue is found by each name, each whole hook and each person."""
    for entry in our_catalogue.entries[::5]:
        film = entry.film
        written = [name.text for name in entry.titles] + [text.hook for text in film.texts.values()]
        filters = [FilmFilter(words=text) for text in written]
        filters += [FilmFilter(person=person.name_en) for person in (*film.directors, *film.cast)]
        for film_filter in filters:
            assert film.summary.title_en in await titles(searches, film_filter), film_filter


async def test_texts_are_read_once_until_films_change(
    searches: FilmSearch, database: Database, our_catalogue: Catalogue
) -> None:
    """Searches share one index of texts. After films have changed, the next search reads the index again."""
    await titles(searches, FilmFilter(words="so-won"))
    index = await searches.films.search_index(None)
    assert await searches.films.search_index(OURS) is index, "a server without its own films shares the catalogue's"
    await save_film(database, "Sowon", OURS)
    await searches.films.catalogue_changed(0)
    assert "Sowon" in await titles(searches, FilmFilter(words="sowon"), OURS)
    assert "Sowon" not in await titles(searches, FilmFilter(words="sowon"))
