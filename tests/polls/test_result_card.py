"""What a result says: who won and why, all counts, and lots that anyone can check."""

from hashlib import sha256

import pytest

from bot.core.text.translations import Localizer
from bot.films.cards.short_film import short_film_card
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films
from bot.polls.cards.ballots.counting import counting_card, lots_record
from bot.polls.cards.formatting import vote_bar
from bot.polls.cards.outcome import reason_text
from bot.polls.cards.result import result_card
from bot.polls.rules.poll import seed_commitment
from bot.polls.rules.settings import TieBreak
from tests.polls.poll_views import SEED, poll_with_votes, text


def test_a_bar_is_empty_only_without_votes() -> None:
    """One vote among two hundred fills a tenth of the bar."""
    assert [vote_bar(count, 200).count("▰") for count in (0, 1, 100, 200)] == [0, 1, 5, 10]
    assert vote_bar(0, 0) == "▱" * 10


@pytest.mark.parametrize(
    ("counts", "tie", "expected"),
    [
        ((), TieBreak.EARLIEST, "So there is no winner this time."),
        ((1, 3), TieBreak.EARLIEST, "The winner got the most votes."),
        (
            (2, 0, 2),
            TieBreak.EARLIEST,
            "There was a tie for first place with Cherry. As announced, the option added first",
        ),
        ((1, 1), TieBreak.DRAW, "As announced, it was decided by lot."),
    ],
)
def test_a_sentence_explains_the_outcome(
    localize: Localizer, counts: tuple[int, ...], tie: TieBreak, expected: str
) -> None:
    """The cases are no votes, the most votes, a tie won by the earliest option, and a tie decided by lot."""
    view = poll_with_votes(*(counts or (0, 0)), tie_break=tie)
    assert view.outcome
    assert expected in reason_text(view.outcome, localize)
    assert expected in text(result_card(view, localize))


def test_a_result_ranks_the_options_by_votes(localize: Localizer) -> None:
    """The title is the winner. Below it are the reason, the ranking with medals, and options without votes."""
    card = result_card(poll_with_votes(1, 3, 0, 2), localize)
    assert (card.author.name, card.title) == ("Which?", "🏆 Berry")
    lines = (card.fields[0].value or "").splitlines()
    assert lines == [
        "The winner got the most votes.",
        "",
        "🥇 Berry · 3 votes · 50%",
        "🥈 Date · 2 votes · 33%",
        "🥉 Apple · 1 vote · 17%",
        "No votes: Cherry",
    ]


def test_a_draw_can_be_checked_by_hand(localize: Localizer) -> None:
    """The card has each lot's exact text and digest. The file's digests are right, and the winner is first."""
    view = poll_with_votes(1, 1, 1, tie_break=TieBreak.DRAW)
    assert view.outcome
    shown = text(counting_card(view, localize))
    for lot in view.outcome.tickets:
        assert f"```\n{lot.text}\n```" in shown
        assert f"`{lot.digest}`" in shown
    first, _, *lots = lots_record(view).decode().splitlines()
    for line in (first, *lots):
        digest, checked = line.split("  ", 1)
        assert sha256(checked.encode()).hexdigest() == digest
    assert lots[0].endswith(view.outcome.winner.name if view.outcome.winner else "?")


def test_a_seed_is_shown_on_request_after_the_result(localize: Localizer) -> None:
    """The result does not have the seed. The card that explains the count has it, with its digest."""
    view = poll_with_votes(1, 1, tie_break=TieBreak.DRAW)
    assert SEED not in text(result_card(view, localize))
    assert f"`{SEED}`" in text(counting_card(view, localize))
    assert f"`{seed_commitment(SEED)}`" in text(counting_card(view, localize))


async def test_the_winning_films_card_shows_strong_content_first(
    localize: Localizer, films: Films, reference: ReferenceData
) -> None:
    """Strong content is followed by the hook, and then by where to watch the film."""
    (heading, *_) = await films.suggest("소원", None)
    description = short_film_card(await films.film(heading.id, None), reference, localize).description or ""
    assert description.index("Strong content") < description.index("> ") < description.index("📺")
