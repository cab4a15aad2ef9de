"""What a poll's message shows: its state, its host, its counts, and the strong notes of its films."""

import pytest
from discord import Colour
from msgspec.structs import replace

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.ids import FilmId, OptionId
from bot.polls.cards.formatting import Notes
from bot.polls.cards.message import message_card, snapshot_card
from bot.polls.cards.result import result_card
from bot.polls.rules.option import Option
from bot.polls.rules.poll import PollState, seed_commitment
from bot.polls.rules.settings import PollSettings, TieBreak
from bot.polls.rules.views.poll_view import Host
from bot.polls.rules.views.streaming import Streaming, StreamingCount
from tests.discord_rules.embeds import embeds_faults
from tests.discord_rules.text import length
from tests.polls.poll_views import SEED, open_view, poll_with_votes, text

MANY = 20


def test_the_colour_shows_a_polls_state(localize: Localizer, reference: ReferenceData) -> None:
    """An open poll is blue, a closed one grey, a cancelled one red. A result is gold only if there is a winner."""
    over = poll_with_votes(1, 0)
    for state, colour in (
        (PollState.OPEN, theme.BLUE),
        (PollState.CLOSED, theme.GREY),
        (PollState.CANCELLED, theme.RED),
    ):
        view = replace(over, poll=replace(over.poll, state=state))
        assert message_card(view, {}, reference.vocabulary, localize).colour == Colour(colour)
    assert result_card(over, localize).colour == Colour(theme.GOLD)
    assert result_card(poll_with_votes(0, 0), localize).colour == Colour(theme.GREY)


@pytest.mark.parametrize("name", ["", "\u200b", "*Sam* @everyone [x](https://x.y)", "W" * 200])
def test_the_host_is_named_in_plain_text(localize: Localizer, reference: ReferenceData, name: str) -> None:
    """A long name is shortened, a mention is broken, and an invisible name is left out."""
    view = open_view((), PollSettings("Which?"))
    author = message_card(view, {}, reference.vocabulary, localize, Host(name)).author.name or ""
    assert author.endswith(" asks") == bool(name.strip("\u200b"))
    assert length(author) <= 70
    assert "@everyone" not in author


def test_hidden_counts_leave_no_trace(localize: Localizer, reference: ReferenceData) -> None:
    """The only number is that of the voters, and the options stay in the order in which they were added."""
    view = replace(poll_with_votes(1, 3, 2), poll=open_view((), PollSettings("Which?")).poll, outcome=None, counts=None)
    for card in (
        message_card(view, {}, reference.vocabulary, localize),
        snapshot_card(view, {}, reference.vocabulary, localize),
    ):
        assert not [mark for mark in ("▰", "▱", "%", " votes", "🏆") if mark in text(card)]
        assert "6 voters" in text(card)
    shown_text = text(message_card(view, {}, reference.vocabulary, localize))
    assert shown_text.index("Apple") < shown_text.index("Berry") < shown_text.index("Cherry")


def test_an_open_poll_shows_a_digest_of_its_seed(localize: Localizer, reference: ReferenceData) -> None:
    """The message shows half of the digest, but not the seed."""
    view = open_view((), PollSettings("Which?", tie_break=TieBreak.DRAW))
    view = replace(view, poll=replace(view.poll, commitment=seed_commitment(SEED), seed=SEED))
    shown = text(message_card(view, {}, reference.vocabulary, localize))
    assert (f"Tie-break hash: {seed_commitment(SEED)[:32]}" in shown, SEED in shown) == (True, False)


def test_strong_notes_are_beside_their_film_and_never_cut(localize: Localizer, reference: ReferenceData) -> None:
    """Nineteen films with five strong notes each fit in one message. An unreviewed film is marked as such."""
    vocabulary = reference.vocabulary
    strong = tuple(key for kind, key in vocabulary.terms if kind == "content_warning")
    strong = vocabulary.in_categories("content_warning", strong, STRONG)[:5]
    options = tuple(
        Option(
            "A film with a long and telling title " * 2,
            film_id=FilmId(place),
            year=2013,
            id=OptionId(place),
            position=place,
        )
        for place in range(1, MANY + 1)
    )
    notes: Notes = dict.fromkeys(map(FilmId, range(1, MANY)), strong) | {FilmId(MANY): None}
    counts = dict.fromkeys(map(FilmId, range(1, MANY + 1)), StreamingCount(15, 150))
    view = replace(open_view(options, PollSettings("Which?")), streaming=Streaming(counts, is_from_justwatch=True))
    card = message_card(view, notes, vocabulary, localize)
    labels = " · ".join(vocabulary.label("content_warning", key, "en") for key in strong)
    assert len(card.fields) == MANY
    assert text(card).count(f"⚠️ {labels}\n") == MANY - 1
    assert text(card).count("⚠️ content not reviewed") == 1
    assert text(card).count("📺 15/150\n") == MANY
    assert embeds_faults([card.to_dict()]) == []


def test_the_longest_question_fits(localize: Localizer, reference: ReferenceData) -> None:
    """A question fits even if every character in it is escaped."""
    view = open_view((), PollSettings("*" * 200))
    assert length(message_card(view, {}, reference.vocabulary, localize).title or "") <= 256


@pytest.mark.parametrize("is_from_justwatch", [False, True])
def test_justwatch_is_named_where_its_lists_were_counted(
    localize: Localizer, reference: ReferenceData, is_from_justwatch: bool
) -> None:
    """The message and the interim results name JustWatch only if its lists were used."""
    option = Option("Hope", film_id=FilmId(1), id=OptionId(1))
    streaming = Streaming({FilmId(1): StreamingCount(2, 3)}, is_from_justwatch)
    view = replace(open_view((option,), PollSettings("Which?")), streaming=streaming, counts=None)
    for card in (
        message_card(view, {}, reference.vocabulary, localize),
        snapshot_card(view, {}, reference.vocabulary, localize),
    ):
        assert card.fields[0].value == "🙈 Count hidden until the poll closes · 📺 2/3"
        assert ("JustWatch" in (card.description or "")) is is_from_justwatch
