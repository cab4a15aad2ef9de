"""A result's picture: what it shows, what its alt text says, and that any poll can be drawn."""

import io
import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from PIL import Image

from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.pictures.cover import Cover
from bot.films.pictures.draw import draw_cover
from bot.films.pictures.lettering import is_covered, text_width
from bot.ids import OptionId
from bot.polls.cards.picture.alt_text import ALT_TEXT_LIMIT, picture_alt_text
from bot.polls.cards.picture.contents import picture_contents
from bot.polls.pictures.draw import draw_result
from bot.polls.pictures.sheet import WIDTH
from bot.polls.pictures.words import fit_largest, printable, shorten
from bot.polls.rules.option import Option
from bot.polls.rules.settings import PollSettings, TieBreak, VotingMethod
from bot.polls.rules.views.poll_view import PollView
from tests.polls.poll_views import closed_view, open_view, poll_with_votes

LONG_KO, LONG_EN = "아주 긴 제목이라서 한 줄에 들어가지 않는 영화 " * 3, "A Title That Will Not Fit on One Line " * 2
LARGEST_BYTES = 200_000


def open_picture(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def poll_on(labels: list[str], ballots: Sequence[tuple[int, ...]], question: str = "Which?") -> PollView:
    """Return a closed approval poll on these options; each ballot has the indexes of the options it approves."""
    options = tuple(Option(label, id=OptionId(n), position=n) for n, label in enumerate(labels, 1))
    view = open_view(options, PollSettings(question, method=VotingMethod.APPROVAL))
    return closed_view(view, [tuple(OptionId(place + 1) for place in ballot) for ballot in ballots])


def test_the_bars_show_the_votes(localize: Localizer) -> None:
    """The winner comes first. Each bar has its votes and their share of the voters."""
    shown = picture_contents(poll_with_votes(1, 3, 0, 2), localize)
    assert (shown.question, shown.headline, shown.how_it_ended) == ("Which?", "Berry", "Chosen by 3 of 6 voters")
    assert [(bar.label, bar.value, bar.share, bar.is_winner) for bar in shown.bars] == [
        ("Berry", "3 votes · 50%", 0.5, True),
        ("Date", "2 votes · 33%", 2 / 6, False),
        ("Apple", "1 vote · 17%", 1 / 6, False),
        ("Cherry", "0 votes", 0.0, False),
    ]


@pytest.mark.parametrize(
    ("tie", "line"),
    [
        (TieBreak.EARLIEST, "Tied for first with 2 each: the option added first won"),
        (TieBreak.DRAW, "Tied for first with 2 each: decided by lot"),
    ],
)
def test_a_tie_is_marked_on_all_its_bars(localize: Localizer, tie: TieBreak, line: str) -> None:
    """Only one of the tied options is marked as the winner, and the line says why it won."""
    shown = picture_contents(poll_with_votes(2, 0, 2, tie_break=tie), localize)
    assert (shown.how_it_ended, [bar.is_tied for bar in shown.bars], sum(bar.is_winner for bar in shown.bars)) == (
        line,
        [True, True, False],
        1,
    )


def test_without_votes_nobody_wins(localize: Localizer) -> None:
    """The picture and its alt text say that nobody voted, and no bar is filled."""
    view = poll_with_votes(0, 0)
    shown = picture_contents(view, localize)
    assert (shown.headline, {bar.share for bar in shown.bars}) == ("Nobody voted", {0.0})
    assert picture_alt_text(view, localize).startswith(
        "Result of the poll “Which?”: Nobody voted. So there is no winner"
    )


def test_letters_that_the_font_lacks_are_left_out(localize: Localizer) -> None:
    """If no letter of a label is left, the option's number takes its place."""
    view = poll_on(["🎬 Hope 🍿", "映画", "Amélie", "👍"], [(1,)])
    assert [bar.label for bar in picture_contents(view, localize).bars] == ["Option 2", "Hope", "Amélie", "Option 4"]
    assert printable("Ệ!") == "E!"
    assert printable("(🎬) Hope 🍿, again") == "Hope, again"


def test_the_alt_text_says_what_the_picture_shows(translations: Translations) -> None:
    """The text names the question, the winner and all votes in the reader's language, and fits Discord's limit."""
    view = poll_with_votes(1, 3)
    assert picture_alt_text(view, translations.localizer(Language.ENGLISH)) == (
        "Result of the poll “Which?”: Berry. Chosen by 3 of 4 voters. All votes: Berry 3 votes, Apple 1 vote."
    )
    assert picture_alt_text(view, translations.localizer(Language.KOREAN)) == (
        "투표 “Which?” 결과: Berry. 4명 중 3명이 골랐어요. 전체 표: Berry 3표, Apple 1표."
    )
    for label in (LONG_KO, LONG_EN, "**`x`** @everyone " * 5):
        crowded = poll_on([f"{n} {label}"[:80] for n in range(20)], [(n,) for n in range(20)], label * 3)
        alt_text = picture_alt_text(crowded, translations.localizer(Language.KOREAN))
        assert len(alt_text.encode("utf-16-le")) // 2 <= ALT_TEXT_LIMIT
        assert "@everyone" not in alt_text


@pytest.mark.parametrize(
    ("count", "label"),
    [(1, LONG_KO[:80]), (2, "x" * 80), (7, LONG_EN[:80]), (20, LONG_KO[:80])],
    ids=["one", "no-spaces", "english", "twenty"],
)
def test_any_poll_can_be_drawn(localize: Localizer, count: int, label: str) -> None:
    """The picture has a fixed width, is at most twice as high as wide, and is a small file."""
    cover = draw_cover(Cover("Hope", "소원", 2013, 5, ("parent-child",)))
    view = poll_on([label] * count, [(n,) for n in range(count)] * 3, label * 2)
    content = draw_result(picture_contents(view, localize, cover))
    picture = open_picture(content)
    assert (picture.format, picture.width) == ("PNG", WIDTH)
    assert WIDTH * 0.4 < picture.height < WIDTH * 2
    assert len(content) < LARGEST_BYTES


def test_equal_results_have_equal_pictures_and_others_differ(localize: Localizer) -> None:
    """An equal result gives the same bytes, and another result gives different bytes."""
    shown = picture_contents(poll_with_votes(1, 3), localize)
    assert draw_result(shown) == draw_result(replace(shown))
    assert draw_result(shown) != draw_result(picture_contents(poll_with_votes(2, 3), localize))


def test_texts_are_shortened_by_their_width() -> None:
    """No line is wider than its space, and a text that fits is not cut."""
    rng = random.Random(3)
    for _ in range(200):
        text = "".join(rng.choice("iWm 가힣.") for _ in range(rng.randrange(1, 60))).strip() or "가"
        cut = shorten(text, 300, 36)
        assert text_width(cut) * 36 <= 300
        assert cut == text or (cut.endswith("…") and text_width(text) * 36 > 300)
        for line in fit_largest(text, 500, ((86, 1), (46, 3))).lines:
            assert text_width(line) * fit_largest(text, 500, ((86, 1), (46, 3))).size <= 500
        assert is_covered(cut)


def test_a_picture_does_not_show_who_voted(localize: Localizer) -> None:
    """Polls with the same counts have the same picture, whoever voted for what."""
    one, other = poll_on(["A", "B"], [(0,), (1,), (0,)]), poll_on(["A", "B"], [(1,), (0,), (0,)])
    assert picture_contents(one, localize) == picture_contents(other, localize)


def ranked_poll(count: int, voters: int) -> PollView:
    """Return a closed ranked poll with ballots of up to six options each."""
    rng = random.Random(count)
    options = tuple(Option(f"Film {n}", id=OptionId(n), position=n) for n in range(1, count + 1))
    view = open_view(options, PollSettings("Which?", method=VotingMethod.RANKED))
    ids = [option.id for option in options]
    return closed_view(view, [tuple(rng.sample(ids, rng.randint(1, min(6, count)))) for _ in range(voters)])


@pytest.mark.parametrize("count", [3, 20])
def test_the_rounds_are_flows_that_lose_no_ballot(localize: Localizer, count: int) -> None:
    """In every round, the flows add up to all ballots. An option that is out passes on all its votes."""
    view = ranked_poll(count, 40)
    shown = picture_contents(view, localize)
    rounds = view.outcome.count.rounds if view.outcome and view.outcome.count else ()
    assert len(rounds) > 1
    for index in range(len(rounds)):
        assert sum(flow.votes[index] for flow in shown.flows if len(flow.votes) > index) == 40
    for flow in shown.flows:
        assert len(flow.votes) == len(rounds) or sum(moved for _, moved in flow.moves) == flow.votes[-1]
    assert (shown.flows[0].is_winner, shown.flows[0].label) == (True, shown.headline)
    assert open_picture(draw_result(shown)).width == WIDTH
    alt_text = picture_alt_text(view, localize)
    assert f"Votes in round {rounds[-1].number}: {shown.headline} " in alt_text
    assert len(alt_text) <= ALT_TEXT_LIMIT
