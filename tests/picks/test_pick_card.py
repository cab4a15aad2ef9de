"""The card of a pick shows warnings first, no spoilers, and why this film was drawn."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from discord import Embed
from msgspec.structs import replace

from bot.core.text.languages import Language
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.short_film import short_film_card
from bot.films.rules.catalogue.reference_data import SPOILER, STRONG, ReferenceData
from bot.films.rules.film import Catalogue, Film, FilmSummary
from bot.ids import DeckId, FilmId, PickId
from bot.picks.cards.no_match import no_match_card
from bot.picks.cards.pick import drawn_by_line, put_back_card, reasons_text
from bot.picks.rules.pick import NoMatch, Pick
from bot.picks.rules.pick_filter import PickFilter
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.limits import embed_faults
from tests.discord_rules.text import breaks_out
from tests.films.generated_films import generated_film
from tests.picks.pick_bench import NOW, SAM_ALONE, SAM_HERE

FILM = FilmId(1)
PICK = Pick(PickId(1), DeckId(1), SAM_HERE, FILM, 0, PickFilter(), is_put_back=False, created_at=NOW)
ALONE = replace(PICK, requester=SAM_ALONE)


@pytest.fixture(params=list(Language))
def localize(request: pytest.FixtureRequest, translations: Translations) -> Localizer:
    return translations.localizer(request.param)


@pytest.fixture
def english(translations: Translations) -> Localizer:
    return translations.localizer(Language.ENGLISH)


def a_film(**known: object) -> Film:
    return Film(FilmSummary(1, "Tears", "눈물", 2020, "KR"), **known)  # type: ignore[arg-type]  # checked at run time


def pick_card(  # noqa: PLR0913, PLR0917  # everything that the card shows
    pick: Pick,
    film: Film,
    reference: ReferenceData,
    localize: Localizer,
    lines: Sequence[CardField] = (),
    put_back: FilmSummary | None = None,
) -> Embed:
    """Return the card of a pick: the short card of its film, with the reasons."""
    card = short_film_card(film, reference, localize, lines, is_compact=True)
    return card.set_footer(text=reasons_text(pick, put_back, localize))


def texts(card: Embed) -> list[str]:
    fields = [text for field in card.fields for text in (field.name or "", field.value or "")]
    return [card.title or "", card.description or "", *fields]


def small_print(card: Embed) -> str:
    """Return the small print below the card."""
    return card.footer.text or ""


def test_every_pick_shows_strong_content_first(
    our_catalogue: Catalogue, reference: ReferenceData, localize: Localizer
) -> None:
    """Strong notes come before the hook, and nothing on the card is a spoiler."""
    for entry in our_catalogue.entries:
        card, notes = pick_card(PICK, entry.film, reference, localize), entry.film.content_notes or ()
        above = (card.description or "").partition("> ")[0]
        label = reference.vocabulary.label
        for note in reference.vocabulary.in_categories("content_warning", notes, STRONG):
            assert label("content_warning", note, localize.language) in above, entry.slug
        shown = [line for text in [*texts(card)[1:], small_print(card)] for line in text.splitlines()]
        for note in reference.vocabulary.in_categories("content_warning", notes, SPOILER):
            assert label("content_warning", note, localize.language) not in " · ".join(shown).split(" · "), entry.slug
        for theme in reference.vocabulary.in_categories("theme", entry.film.themes, SPOILER):
            assert label("theme", theme, localize.language) not in " · ".join(shown).split(" · "), entry.slug
        assert label("ending", entry.film.ending, localize.language) not in shown, entry.slug


def test_unreviewed_content_is_announced(reference: ReferenceData, english: Localizer) -> None:
    """Only a reviewed film is said to have no strong content."""
    assert "not reviewed" in (pick_card(PICK, a_film(), reference, english).description or "")
    calm = pick_card(PICK, a_film(content_notes=()), reference, english)
    assert "No strong content noted" in (calm.description or "")


def test_no_generated_pick_breaks_a_limit_or_lets_markup_out(
    reference: ReferenceData, translations: Translations, volume: Callable[[int], int]
) -> None:
    """Cards of generated films with hostile text keep to Discord's limits, and none of the text acts as markup."""
    for seed in range(volume(500)):
        random, localize = Random(seed), translations.localizer(list(Language)[seed % 2])
        film = generated_film(random, lambda most, random=random: hostile_text(random, most), reference)  # type: ignore[misc]  # binds the current `random`
        lines = [CardField("Watched", "twice")] * (seed % 9)
        card = pick_card(PICK, film, reference, localize, lines, put_back=film.summary)
        for shown_card in (card, put_back_card(PICK, film.summary, localize)):
            shown_card.set_author(name=drawn_by_line(hostile_text(random, 100), localize))
            assert embed_faults(shown_card.to_dict()) == [], seed
            shown = [*texts(shown_card), shown_card.footer.text or "", shown_card.author.name or ""]
            assert [fault for text in shown for fault in breaks_out(text)] == [], seed


@pytest.mark.parametrize(
    ("times", "here", "alone"),
    [
        (0, "🎲 First time drawn here", "🎲 First time drawn for you"),
        (1, "🎲 Drawn here once before", "🎲 Drawn for you once before"),
        (2, "🎲 Drawn here 2 times before", "🎲 Drawn for you 2 times before"),
    ],
)
def test_a_pick_says_how_many_times_its_film_was_drawn_before(
    reference: ReferenceData, english: Localizer, times: int, here: str, alone: str
) -> None:
    """The words depend on whether the deck is a server's or the person's own."""
    for pick, expected in ((PICK, here), (ALONE, alone)):
        drawn = replace(pick, times_drawn=times)
        assert small_print(pick_card(drawn, a_film(), reference, english)) == expected


def test_a_pick_says_what_it_replaces(reference: ReferenceData, english: Localizer) -> None:
    """After *Not for us*, the card says that the other film went to the bottom of the deck."""
    other = FilmSummary(FilmId(2), "Hope", "소원", 2013, "KR")
    for pick, whose in ((PICK, "this server's deck"), (ALONE, "your deck")):
        card = pick_card(pick, a_film(), reference, english, put_back=other)
        assert small_print(card).splitlines()[1] == f"↩️ Hope (2013) went to the bottom of {whose}"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            NoMatch(PICK, (("mood", 3),), undrawn=9, drawn=2, matching_drawn=0),
            ["fits all your filters", "Drop one filter"],
        ),
        (NoMatch(PICK, (), undrawn=9, drawn=2, matching_drawn=0), ["fits all your filters", "Drop all of them?"]),
        (
            NoMatch(PICK, (("mood", 3),), undrawn=9, drawn=2, matching_drawn=2),
            ["has already been drawn", "Someone who manages this server", "Drop one filter"],
        ),
        (
            NoMatch(PICK, (), undrawn=0, drawn=2, matching_drawn=2),
            ["films left in this deck", "Someone who manages this server"],
        ),
        (NoMatch(PICK, (), undrawn=0, drawn=2, matching_drawn=0), ["films left in this deck"]),
        (NoMatch(PICK, (), undrawn=0, drawn=0, matching_drawn=0), ["I can't draw a film for you here"]),
    ],
)
def test_if_nothing_is_drawn_the_card_says_why(english: Localizer, found: NoMatch, expected: list[str]) -> None:
    """The first paragraph gives the reason. Each further one says what can be done about it."""
    paragraphs = (no_match_card(found, "/avoid", english, can_shuffle=False).description or "").split("\n\n")
    assert len(paragraphs) == len(expected)
    assert all(part in paragraph for part, paragraph in zip(expected, paragraphs, strict=True))
