"""The card of every film that is, and of films that could be."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from zlib import crc32

import pytest
from discord import Embed

from bot.core.text.languages import Language
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.film import film_card
from bot.films.rules.catalogue.reference_data import PLAIN, SPOILER, STRONG, ReferenceData
from bot.films.rules.film import Catalogue, Film, FilmSummary, StreamingOffer
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.limits import embed_faults
from tests.discord_rules.markdown import live_markup
from tests.discord_rules.text import breaks_out
from tests.films.generated_films import Write, generated_film

GENERATED = 5_000
LONGEST = 10_000
SPOILER_TEXT = re.compile(r"\|\|.*?\|\|", re.DOTALL)


@pytest.fixture(params=list(Language))
def localize(request: pytest.FixtureRequest, words: Translations) -> Localizer:
    return words.localizer(request.param)


@pytest.fixture
def english(words: Translations) -> Localizer:
    return words.localizer(Language.ENGLISH)


def texts(card: Embed) -> list[str]:
    fields = [text for field in card.fields for text in (field.name or "", field.value or "")]
    return [card.title or "", card.description or "", *fields]


def kinds_of_markup(card: Embed) -> Counter[str]:
    return Counter(found.split(" at ")[0] for text in texts(card) for found in live_markup(text))


def in_view(card: Embed) -> str:
    """What is read before anybody presses the spoiler bar."""
    return SPOILER_TEXT.sub("", "\n".join(texts(card)))


def field(card: Embed, heading: str) -> str:
    return next((field.value or "" for field in card.fields if field.name == heading), "")


def harmless(hostile: str) -> str:
    """A word of its own for each text, empty where the text is."""
    return f"x{crc32(hostile.encode('utf-8', 'replace'))}" if hostile else ""


def test_no_generated_card_breaks_a_limit_or_pings_or_breaks_out(
    reference: ReferenceData, words: Translations, volume: Callable[[int], int]
) -> None:
    """5,000 films of every shape, full of hostile text: the card keeps Discord's limits and only its own markup."""
    pool = [hostile_text(Random(seed), LONGEST) for seed in range(volume(GENERATED) // 20)]
    for seed in range(volume(GENERATED)):
        localize, lines = words.localizer(list(Language)[seed % 2]), [CardField("Watched", "twice")] * (seed % 9)
        film = generated_film(Random(seed), hostile_writer(seed, pool), reference)
        quiet = generated_film(Random(seed), harmless_writer(seed, pool), reference)
        card = film_card(film, reference, localize, lines)
        assert embed_faults(card.to_dict()) == [], seed
        assert [fault for text in texts(card) for fault in breaks_out(text)] == [], seed
        assert kinds_of_markup(card) <= kinds_of_markup(film_card(quiet, reference, localize, lines)), seed
        hidden = field(card, localize("films.card.spoilers"))
        assert not hidden or SPOILER_TEXT.fullmatch(hidden), seed
        assert not hidden or [found.split(" at ")[0] for found in live_markup(hidden)] == ["spoiler"], seed


def hostile_writer(seed: int, pool: Sequence[str]) -> Write:
    """Writes pieces of the pool's texts, from anywhere in them and of any length."""
    random = Random(seed)

    def write(longest: int) -> str:
        text, start = random.choice(pool), random.randrange(LONGEST)
        return text[start : start + random.choice((longest, longest, 40, 1))][:longest]

    return write


def harmless_writer(seed: int, pool: Sequence[str]) -> Write:
    """Writes harmless texts just where the hostile writer of the same seed writes hostile ones."""
    write = hostile_writer(seed, pool)
    return lambda longest: harmless(write(longest))


def test_no_card_of_ours_gives_a_story_away_before_the_spoiler_bar(
    our_catalogue: Catalogue, reference: ReferenceData, localize: Localizer
) -> None:
    """Over the whole catalogue every telling note, telling theme and ending stands in the spoiler bar, none outside."""
    for entry in our_catalogue.entries:
        film = entry.film
        card = film_card(film, reference, localize)
        hidden = field(card, localize("films.card.spoilers"))
        for label in told(film, reference, localize):
            assert label in hidden, entry.slug
            assert label not in lines_of_labels(in_view(card)), entry.slug


def told(film: Film, reference: ReferenceData, localize: Localizer) -> list[str]:
    notes = reference.vocabulary.in_categories("content_warning", film.content_notes or (), SPOILER)
    themes = reference.vocabulary.in_categories("theme", film.themes, SPOILER)
    labels = [("content_warning", note) for note in notes] + [("theme", theme) for theme in themes]
    return [reference.vocabulary.label(*key, localize.language) for key in [*labels, ("ending", film.ending)]]


def lines_of_labels(text: str) -> set[str]:
    """The labels in view: what stands between the dots and marks of the card."""
    return {part.strip(" *") for part in re.split(r"[·:\n]", text)}


def test_every_card_of_ours_says_its_strong_content_above_the_story(
    our_catalogue: Catalogue, reference: ReferenceData, localize: Localizer
) -> None:
    """Strong notes come first and in view, plain ones in view, and a film without strong ones says so."""
    for entry in our_catalogue.entries:
        above = film_card(entry.film, reference, localize).description or ""
        for note in reference.vocabulary.in_categories(
            "content_warning", entry.film.content_notes or (), STRONG, PLAIN
        ):
            assert reference.vocabulary.label("content_warning", note, localize.language) in above, entry.slug


def test_a_film_that_nobody_reviewed_says_so(reference: ReferenceData, english: Localizer) -> None:
    """Unknown content is never shown as safe."""
    unknown = film_card(a_film(content_notes=None), reference, english).description or ""
    looked_at = film_card(a_film(content_notes=()), reference, english).description or ""
    assert "not reviewed" in unknown
    assert "No strong content noted" in looked_at


def a_film(**known: object) -> Film:
    return Film(FilmSummary(1, "Tears", "눈물", 2020, "KR"), **known)  # type: ignore[arg-type]  # fields by name


def test_a_film_of_which_only_the_title_is_known_has_a_card(reference: ReferenceData, english: Localizer) -> None:
    """Every field but the title may be missing."""
    card = film_card(Film(FilmSummary(1, "Tears", None, 2020, None)), reference, english)
    assert card.title == "Tears (2020)"
    assert field(card, "Story") == "Nobody has written a synopsis yet."
    assert [f.name for f in card.fields] == ["Story", "Tissues", "Where to watch"]


def test_a_stream_that_was_checked_reads_where_and_when(reference: ReferenceData, english: Localizer) -> None:
    """With region, address and day the card says so; the day is a stamp that everybody reads in their own way."""
    seen = StreamingOffer("Netflix", "KR", "subscription", "https://www.netflix.com/title/1", "2026-11-01")
    card = film_card(a_film(streaming_offers=(seen,)), reference, english)
    assert field(card, "Where to watch") == "On Netflix in KR, checked <t:1793534400:D>"


def test_lengths_read_as_people_say_them(reference: ReferenceData, english: Localizer) -> None:
    """Minutes alone, hours alone, or both."""
    read = {m: film_card(a_film(minutes=m), reference, english).description or "" for m in (45, 120, 117)}
    assert ("45 min" in read[45], "2 h" in read[120], "1 h 57 min" in read[117]) == (True, True, True)


def test_a_line_of_another_feature_may_stand_in_for_our_own(reference: ReferenceData, english: Localizer) -> None:
    """Tears will bring the server's mean, and then the editorial estimate goes."""
    card = film_card(
        a_film(tears=5), reference, english, [CardField("Tissues", "4.2, of 9 of you", replaces="tissues")]
    )
    assert [f.value for f in card.fields if f.name == "Tissues"] == ["4.2, of 9 of you"]


def test_a_korean_card_is_korean_throughout(
    our_catalogue: Catalogue, reference: ReferenceData, words: Translations
) -> None:
    """Titles, names, labels and story are in Korean; English stands only where there is no Korean of it."""
    hope = next(entry.film for entry in our_catalogue.entries if entry.slug == "hope")
    card = film_card(hope, reference, words.localizer(Language.KOREAN))
    assert card.title == "소원 (2013)"
    assert "감독 이준익" in (card.description or "")
    assert "이레" in field(card, "출연")
