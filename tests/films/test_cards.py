"""The short and full cards of every real film, and of generated ones."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from zlib import crc32

import pytest
from discord import Embed
from msgspec.structs import replace

from bot.core.text import theme
from bot.core.text.languages import Language
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.full_film import full_film_card
from bot.films.cards.not_found import with_typed_query
from bot.films.cards.short_film import short_film_card
from bot.films.rules.catalogue.reference_data import PLAIN, SPOILER, STRONG, ReferenceData
from bot.films.rules.film import Catalogue, Film, FilmSummary, FilmText, Person, StreamingOffer
from bot.films.rules.watching import WatchInfo
from bot.ids import FilmId
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.limits import embed_faults
from tests.discord_rules.markdown import live_markup
from tests.discord_rules.text import breaks_out
from tests.films.generated_films import Write, generated_film

GENERATED = 5_000
CARDS = (short_film_card, full_film_card)
LONGEST = 10_000
SPOILER_TEXT = re.compile(r"\|\|.*?\|\|", re.DOTALL)


@pytest.fixture(params=list(Language))
def localize(request: pytest.FixtureRequest, translations: Translations) -> Localizer:
    return translations.localizer(request.param)


@pytest.fixture
def english(translations: Translations) -> Localizer:
    return translations.localizer(Language.ENGLISH)


def texts(card: Embed) -> list[str]:
    fields = [text for field in card.fields for text in (field.name or "", field.value or "")]
    return [card.title or "", card.description or "", *fields]


def kinds_of_markup(card: Embed) -> Counter[str]:
    return Counter(found.split(" at ")[0] for text in texts(card) for found in live_markup(text))


def visible_text(card: Embed) -> str:
    """Return the card's text outside the spoiler bar."""
    return SPOILER_TEXT.sub("", "\n".join(texts(card)))


def field(card: Embed, heading: str) -> str:
    return next((field.value or "" for field in card.fields if field.name == heading), "")


def harmless(hostile: str) -> str:
    """Return a harmless word that stands for a text, or an empty string for an empty text."""
    return f"x{crc32(hostile.encode('utf-8', 'replace'))}" if hostile else ""


@pytest.mark.parametrize("film_card", CARDS)
def test_no_generated_card_breaks_a_limit_pings_or_lets_markup_out(
    film_card: Callable[..., Embed], reference: ReferenceData, translations: Translations, volume: Callable[[int], int]
) -> None:
    """Even with hostile texts, the card of any film stays within Discord's limits and has no markup but its own."""
    pool = [hostile_text(Random(seed), LONGEST) for seed in range(volume(GENERATED) // 20)]
    for seed in range(volume(GENERATED)):
        localize, lines = translations.localizer(list(Language)[seed % 2]), extra_fields(seed)
        film = generated_film(Random(seed), hostile_writer(seed, pool), reference)
        quiet = generated_film(Random(seed), harmless_writer(seed, pool), reference)
        card = film_card(film, reference, localize, lines)
        assert embed_faults(card.to_dict()) == [], seed
        assert [fault for text in texts(card) for fault in breaks_out(text)] == [], seed
        assert kinds_of_markup(card) <= kinds_of_markup(film_card(quiet, reference, localize, lines)), seed
        hidden = field(card, localize("films.card.spoilers"))
        assert not hidden or SPOILER_TEXT.fullmatch(hidden), seed
        assert not hidden or [found.split(" at ")[0] for found in live_markup(hidden)] == ["spoiler"], seed


def extra_fields(seed: int) -> list[CardField]:
    """Return up to eight fields of other features, short or as long as possible."""
    field = CardField("Watched", "twice") if seed % 3 else CardField("w" * 256, "t" * 1024)
    return [field] * (seed % 9)


def test_the_longest_possible_card_stays_within_the_limits(
    reference: ReferenceData, translations: Translations
) -> None:
    """The film has very long texts and lists."""
    longest = generated_film(Random(1), lambda most: "w" * most, reference)
    film = replace(
        longest,
        directors=(Person("d" * 120),) * 30,
        cast=(Person("c" * 120, None, "r" * 200),) * 60,
        content_notes=(*(f"{number}" * 40 for number in range(9)), "sexual-violence"),
        themes=tuple(f"{number}" * 40 for number in range(9)),
        texts={"en": FilmText("s" * 10_000, "h" * 300)},
        streaming_offers=tuple(StreamingOffer(f"{number}" * 60) for number in range(9)),
    )
    for film_card in CARDS:
        card = film_card(film, reference, translations.localizer(Language.ENGLISH), extra_fields(6))
        assert embed_faults(card.to_dict()) == []


def hostile_writer(seed: int, pool: Sequence[str]) -> Write:
    """Return a writer that copies random parts of the hostile texts in the pool."""
    random = Random(seed)

    def write(longest: int) -> str:
        text, start = random.choice(pool), random.randrange(LONGEST)
        return text[start : start + random.choice((longest, longest, 40, 1))][:longest]

    return write


def harmless_writer(seed: int, pool: Sequence[str]) -> Write:
    """Return a writer that replaces each text of the hostile writer with the same seed by a harmless word."""
    write = hostile_writer(seed, pool)
    return lambda longest: harmless(write(longest))


def test_no_card_has_a_spoiler_outside_the_spoiler_bar(
    our_catalogue: Catalogue, reference: ReferenceData, localize: Localizer
) -> None:
    """In the whole catalogue, spoiler notes, spoiler themes and endings appear only in the bar."""
    for entry in our_catalogue.entries:
        film = entry.film
        short, full = (card(film, reference, localize) for card in CARDS)
        hidden = field(full, localize("films.card.spoilers"))
        assert "||" not in "".join(texts(short)), entry.slug
        for label in spoiler_labels(film, reference, localize):
            assert label in hidden, entry.slug
            assert label not in visible_labels(visible_text(full)), entry.slug
            assert label not in visible_labels(visible_text(short)), entry.slug


def spoiler_labels(film: Film, reference: ReferenceData, localize: Localizer) -> list[str]:
    notes = reference.vocabulary.in_categories("content_warning", film.content_notes or (), SPOILER)
    themes = reference.vocabulary.in_categories("theme", film.themes, SPOILER)
    labels = [("content_warning", note) for note in notes] + [("theme", theme) for theme in themes]
    return [reference.vocabulary.label(*key, localize.language) for key in [*labels, ("ending", film.ending)]]


def visible_labels(text: str) -> set[str]:
    """Return the labels in a text: the parts between its dots, colons and line ends."""
    return {part.strip(" *") for part in re.split(r"[·:\n]", text)}


def test_every_card_shows_strong_content_before_the_hook(
    our_catalogue: Catalogue, reference: ReferenceData, localize: Localizer
) -> None:
    """Both cards show strong notes before the hook. Only the full card shows other notes, also before the hook."""
    for entry in our_catalogue.entries:
        short, full = (card(entry.film, reference, localize).description or "" for card in CARDS)
        notes = entry.film.content_notes or ()
        for note in reference.vocabulary.in_categories("content_warning", notes, STRONG):
            label = reference.vocabulary.label("content_warning", note, localize.language)
            assert label in short.partition("> ")[0], entry.slug
            assert label in full.partition("> ")[0], entry.slug
        for note in reference.vocabulary.in_categories("content_warning", notes, PLAIN):
            label = reference.vocabulary.label("content_warning", note, localize.language)
            assert label in full.partition("> ")[0], entry.slug
            assert label not in visible_labels(short), entry.slug


def test_an_unreviewed_film_says_so(reference: ReferenceData, english: Localizer) -> None:
    """An unreviewed film is marked "not reviewed". A reviewed film without notes has "No strong content noted"."""
    for film_card in CARDS:
        unreviewed = film_card(a_film(content_notes=None), reference, english).description or ""
        reviewed = film_card(a_film(content_notes=()), reference, english).description or ""
        assert "not reviewed" in unreviewed
        assert "No strong content noted" in reviewed


def a_film(**known: object) -> Film:
    return Film(FilmSummary(FilmId(1), "Tears", "눈물", 2020, "KR"), **known)  # type: ignore[arg-type]  # checked at run time


def test_a_film_with_only_a_title_has_a_card(reference: ReferenceData, english: Localizer) -> None:
    """A title and a year are enough for both cards."""
    short, full = (card(Film(FilmSummary(FilmId(1), "Tears", None, 2020, None)), reference, english) for card in CARDS)
    assert (short.title, short.url, list(short.fields)) == ("Tears (2020)", None, [])
    assert field(full, "Story") == "No synopsis yet."
    assert [f.name for f in full.fields] == ["Story", "Where to watch"]
    for card in (short, full):
        assert "Not rated for tears yet" in (card.description or "")


def test_the_short_card_has_its_lines_in_order(reference: ReferenceData, english: Localizer) -> None:
    """The order is other title, facts, strong content, hook, tissues, where to watch. The title links to TMDB."""
    film = a_film(
        minutes=117,
        tears=4,
        tmdb_id=15859,
        content_notes=("suicide", "imprisonment"),
        texts={"en": FilmText("A long story.", "A hook.")},
        streaming_offers=(StreamingOffer("netflix"), StreamingOffer("viki")),
    )
    card = short_film_card(film, reference, english)
    assert card.url == "https://www.themoviedb.org/movie/15859"
    assert (card.description or "").split("\n\n") == [
        "**눈물**\n1 h 57 min",
        "⚠️ **Strong content: Suicide or attempt**",
        "> A hook.",
        "💧💧💧💧 **Expect to cry** (4/5, our estimate)\n📺 On Netflix, Rakuten Viki (may vary by country)",
    ]
    assert list(card.fields) == []


def test_more_tears_make_a_deeper_blue(reference: ReferenceData, english: Localizer) -> None:
    """Each additional tissue makes the card darker, and a card without an estimate is pale blue."""
    colours = [short_film_card(a_film(tears=tears), reference, english).colour for tears in range(6)]
    light = [sum(colour.to_rgb()) for colour in colours if colour]
    assert light == sorted(light, reverse=True)
    assert len(set(light)) == len(light) == 6
    unknown = full_film_card(a_film(tears=None), reference, english).colour
    assert unknown is not None
    assert unknown.value == theme.PALE_BLUE


def test_the_typed_text_is_shown_above_the_card(
    reference: ReferenceData, english: Localizer, volume: Callable[[int], int]
) -> None:
    """The card quotes what was typed. A hostile text breaks no limit, and cannot ping or hide anything."""
    card = with_typed_query(short_film_card(a_film(), reference, english), "“moment rem”", english)
    assert card.author.name == "Best match for “moment rem”"
    for seed in range(volume(200)):
        typed = hostile_text(Random(seed), LONGEST)
        card = with_typed_query(short_film_card(a_film(), reference, english), typed, english)
        assert embed_faults(card.to_dict()) == []
        assert breaks_out(card.author.name or "") == []


def test_a_checked_offer_is_shown_with_its_region_and_date(reference: ReferenceData, english: Localizer) -> None:
    """The full card shows a checked offer with its region and the date of the check; the short card has no date."""
    seen = StreamingOffer("Netflix", "KR", "subscription", "https://www.netflix.com/title/1", "2026-11-01")
    film = a_film(streaming_offers=(StreamingOffer("Wavve"), seen))
    full = full_film_card(film, reference, english, watch_info=WatchInfo("KR"))
    assert field(full, "Where to watch") == (
        "On Netflix (KR), checked <t:1793534400:D>\nOn Wavve (may vary by country)"
    )
    short = short_film_card(film, reference, english, watch_info=WatchInfo("KR"))
    assert "📺 On Netflix (KR)" in (short.description or "").splitlines()


def test_lengths_read_as_people_say_them(reference: ReferenceData, english: Localizer) -> None:
    """A length is in minutes, in hours, or in both."""
    read = {m: short_film_card(a_film(minutes=m), reference, english).description or "" for m in (45, 120, 117)}
    assert ("45 min" in read[45], "2 h" in read[120], "1 h 57 min" in read[117]) == (True, True, True)


def test_another_features_field_can_replace_our_own(reference: ReferenceData, english: Localizer) -> None:
    """One field replaces our estimate, and the other one is added to the card."""
    lines = [CardField("Tissues", "4.2\nof 9 of you", replaces="tissues"), CardField("Watched", "twice")]
    for film_card in CARDS:
        card = film_card(a_film(tears=5), reference, english, lines)
        assert "💧 **Tissues:** 4.2 · of 9 of you" in (card.description or "")
        assert "our estimate" not in (card.description or "")
        assert field(card, "Watched") == "twice"


def test_a_korean_card_has_korean_names(
    our_catalogue: Catalogue, reference: ReferenceData, translations: Translations
) -> None:
    """The title, the director and the cast are in Korean."""
    hope = next(entry.film for entry in our_catalogue.entries if entry.slug == "hope")
    card = full_film_card(hope, reference, translations.localizer(Language.KOREAN))
    assert card.title == "소원 (2013)"
    assert "감독 이준익" in (card.description or "")
    assert "이레" in field(card, "출연")
