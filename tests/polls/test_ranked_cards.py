"""What a ranked poll's cards say: each round, why an option is eliminated, and any notes on the count."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.ids import OptionId, PollId, UserId
from bot.polls.cards.ballots.counting import counting_card
from bot.polls.cards.ballots.ranking import ranking_card, saved_ranking_card
from bot.polls.cards.ballots.voter_rankings import RANKINGS_PER_PAGE, known_rankings, voter_rankings_card
from bot.polls.cards.message import message_card
from bot.polls.cards.outcome import ranking_text
from bot.polls.cards.poll_list import poll_list_card
from bot.polls.cards.result import result_card
from bot.polls.cards.vote import ballot_card
from bot.polls.cards.voters import page_number
from bot.polls.rules.ballot import RankedBallot
from bot.polls.rules.option import Option
from bot.polls.rules.settings import PollSettings, TieBreak, VotingMethod
from bot.polls.rules.views.exported_poll import ExportedBallot
from bot.polls.rules.views.poll_view import PollSummary, PollView
from tests.discord_rules.embeds import embeds_faults
from tests.polls.booth import NOW
from tests.polls.poll_views import closed_view, open_view, text

NAMES = ("Apple", "Berry", "Cherry", "Date")
OPTIONS = tuple(Option(name, id=OptionId(place), position=place) for place, name in enumerate(NAMES, start=1))


def ranked(*groups: str, vetoes: Sequence[int] = (), has_run_off: bool = False, **settings: object) -> PollView:
    """Return a closed ranked poll; "3 ABC" is three ballots with Apple first, Berry second and Cherry third."""
    rules = replace(PollSettings("Which?", VotingMethod.RANKED, veto_threshold=1), **settings)
    view = replace(
        open_view(OPTIONS, rules),
        vetoes=dict.fromkeys(map(OptionId, vetoes), 1),
        run_off_id=PollId(8) if has_run_off else None,
    )
    ballots = []
    for group in groups:
        count, _, letters = group.partition(" ")
        ballots += [tuple(OptionId("ABCD".index(letter) + 1) for letter in letters)] * int(count)
    return closed_view(view, ballots)


def test_a_result_has_the_last_round_and_who_was_out_before(localize: Localizer) -> None:
    """Cherry's two ballots go to Berry, which overtakes Apple."""
    result = text(result_card(ranked("4 A", "3 B", "2 CB"), localize))
    assert "🏆 Berry" in result
    assert "9 rankings\nThe winner got more than half of the votes in the last round." in result
    assert "🥇 Berry · 5 votes · 56%\n🥈 Apple · 4 votes · 44%" in result
    assert "Round 1: ✖️ Out without a vote: Date\nRound 2: ✖️ **Cherry** is out. 2 to Berry." in result


def test_a_short_result_counts_only_whole_rounds_that_it_leaves_out(localize: Localizer) -> None:
    """Neither the options of the last round nor the blank line after them count as rounds."""
    view = ranked("4 A", "3 B", "2 CB")
    whole = ranking_text(view, 1000, localize).splitlines()
    assert whole[2] == ""
    cut = ranking_text(view, len("\n".join(whole[:2])) + 65, localize).splitlines()
    assert cut == [*whole[:3], "Rounds left out here: 2"]
    cut = ranking_text(view, len(whole[0]) + 65, localize).splitlines()
    assert cut == [whole[0], localize("polls.result.more", count=1), "Rounds left out here: 2"]


def test_the_list_of_polls_counts_rankings(localize: Localizer) -> None:
    """A ranked poll has rankings, as on its message."""
    view = replace(open_view(OPTIONS, PollSettings("Which?", VotingMethod.RANKED)), voter_count=2)
    listed = text(poll_list_card([PollSummary(view.poll, None)], {view.poll.id: view}, "/poll start", localize))
    assert "2 rankings" in listed


def test_how_it_was_counted_shows_each_round_with_bars(localize: Localizer) -> None:
    """Each round shows the votes, which option is out and where its ballots go."""
    counted = text(counting_card(ranked("4 A", "3 B", "2 CB", "1 C"), localize))
    assert "Round 2\n▰▰▰▰▱▱▱▱▱▱ 4 · Apple\n▰▰▰▱▱▱▱▱▱▱ 3 · Berry\n▰▰▰▱▱▱▱▱▱▱ 3 · Cherry" in counted
    assert "✖️ **Cherry** is out. 2 to Berry, 1 with no next choice. It was tied, and it was added last." in counted
    assert "Round 3 (last)\n▰▰▰▰▰▰▱▱▱▱ 5 · Berry" in counted
    assert "One ballot ranks none of the options in the last round" in counted


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (ranked("1 BA"), "Only one person voted, so their first choice won."),
        (ranked("2 BA", "1 C", vetoes=(2, 3, 4)), "All other options were vetoed, so only **Apple** was left."),
        (ranked("2 BA", "1 C", vetoes=(2, 3, 4)), "✋ Ruled out by veto: Berry, Cherry, Date"),
        (ranked("4 A", "3 B", "2 C"), "2 ballots rank none of the options in the last round"),
        (
            ranked("5 ACB", "4 BCA", "2 CAB"),
            "**Cherry** beats every other option (the Condorcet winner), but it was out",
        ),
        (ranked("3 AB", "1 B"), "Head to head, the winner beats every other option"),
        (ranked("3 A"), "even one equal to another"),
        (ranked("3 A"), "the one added last is out"),
        (ranked("1 AB", "1 BA", "1 CBA"), "(the Condorcet winner), but it lost the tie in the last round."),
        (ranked("3 A", "2 BA", "2 CB", tie_break=TieBreak.DRAW), "The tie was decided by lot."),
        (ranked("3 A", "2 BA", "2 CB", tie_break=TieBreak.DRAW), "Ties for the fewest votes were decided by lot."),
        (ranked("1 A", "1 B", tie_break=TieBreak.RUN_OFF, has_run_off=True), "a run-off decides it"),
    ],
)
def test_each_special_case_of_a_count_has_a_sentence(view: PollView, expected: str, localize: Localizer) -> None:
    """The cases are one voter, one option left, vetoes, exhausted or equal ballots, a Condorcet winner and each tie."""
    assert expected in text(counting_card(view, localize))


def test_a_condorcet_winner_that_lost_is_named_under_the_result(localize: Localizer) -> None:
    """A Condorcet winner that also won the poll is not named as one."""
    assert "Head to head, **Cherry** beats" in text(result_card(ranked("5 ACB", "4 BCA", "2 CAB"), localize))
    assert "Condorcet" not in text(result_card(ranked("3 AB", "1 B"), localize))


@pytest.mark.parametrize(
    ("view", "title", "expected"),
    [
        (ranked("1 A", "1 B", tie_break=TieBreak.RUN_OFF, has_run_off=True), "⚖️ A tie", "Apple, Berry tied"),
        (ranked("2 A", vetoes=(1,)), "🍃 No winner", "All votes were for vetoed options"),
        (ranked("2 A", vetoes=(1, 2, 3, 4)), "🍃 No winner", "Every option was vetoed"),
        (ranked(), "🍃 Nobody voted", "So there is no winner this time."),
    ],
)
def test_a_result_without_a_winner_says_why(view: PollView, title: str, expected: str, localize: Localizer) -> None:
    """The reason is a pending run-off, no votes for the remaining options, no options left, or no votes."""
    card = result_card(view, localize)
    assert (card.title, expected in text(card)) == (title, True)


def test_tied_options_share_first_place(localize: Localizer) -> None:
    """While a run-off is pending, neither option is second."""
    view = ranked("1 A", "1 B", tie_break=TieBreak.RUN_OFF, has_run_off=True)
    assert "🥇 Apple · 1 vote · 50%\n🥇 Berry · 1 vote · 50%" in text(result_card(view, localize))


def test_a_running_poll_shows_first_choices_and_the_veto_rule(localize: Localizer, reference: ReferenceData) -> None:
    """The message states the rule, counts the vetoes, and says which option is out."""
    rules = PollSettings("Which?", VotingMethod.RANKED, TieBreak.RUN_OFF, veto_threshold=2)
    view = open_view(OPTIONS, rules)
    shown = replace(
        view,
        voter_count=3,
        counts={OptionId(1): 2, OptionId(2): 1, OptionId(3): 0, OptionId(4): 0},
        vetoes={OptionId(2): 2, OptionId(3): 1},
    )
    message = text(message_card(shown, {}, reference.vocabulary, localize))
    assert "Rank your favourites" in message
    assert "Each person can veto one option. 2 vetoes rule it out." in message
    assert "▰▰▰▰▰▰▰▱▱▱ 2 first choices · 67%" in message
    assert "1 first choice · 33% · ✋ Vetoed, so it's out" in message
    assert "0 first choices · ✋ 1/2" in message
    assert "3 rankings · Ties: run-off poll" in message


def test_a_run_off_says_what_it_is(localize: Localizer, reference: ReferenceData) -> None:
    """The title and the description say that the poll is a run-off."""
    view = open_view(OPTIONS[:2], PollSettings("Which?", tie_break=TieBreak.DRAW))
    run_off = replace(view, poll=replace(view.poll, tied_poll_id=PollId(3)))
    card = message_card(run_off, {}, reference.vocabulary, localize)
    assert card.title == "Run-off: Which?"
    assert "between the options that tied. A second tie is decided by lot." in (card.description or "")


@pytest.mark.parametrize("language", Language)
def test_a_ballot_says_how_complete_it_is(language: Language, translations: Translations) -> None:
    """The card says whether a ballot is empty, incomplete or complete, and that an incomplete one already counts."""
    localize, poll = translations.localizer(language), ranked().poll
    sentences = [
        ranking_card(RankedBallot(poll, OPTIONS[:count], OPTIONS), localize).description or "" for count in (0, 2, 4)
    ]
    expected = {
        Language.ENGLISH: (
            "Choose your favourite",
            "2 of 4 ranked. Your ranking already counts",
            "You've ranked everything",
        ),
        Language.KOREAN: ("가장 보고 싶은 것부터", "4개 중 2개를 골랐어요. 고른 데까지 반영되고", "모두 골랐어요"),
    }[language]
    assert [want in have for want, have in zip(expected, sentences, strict=True)] == [True] * 3
    assert "**1.** Apple\n**2.** Berry" in sentences[1]


def test_a_persons_own_ranking_is_shown_in_its_order(localize: Localizer) -> None:
    """*My ballot* and the card after *Done* show the same list. With an empty ballot, both say how to begin."""
    poll = open_view(OPTIONS, PollSettings("Which?", VotingMethod.RANKED)).poll
    ballot, empty = RankedBallot(poll, OPTIONS[2:0:-1], OPTIONS), RankedBallot(poll, (), OPTIONS)
    for card in (ballot_card(ballot, NOW, localize), saved_ranking_card(ballot, localize)):
        assert "**1.** Cherry\n**2.** Berry" in (card.description or "")
        assert "tap Rank to change it" in (card.description or "")
    for card in (ballot_card(empty, NOW, localize), saved_ranking_card(empty, localize)):
        assert "Tap Rank to begin" in (card.description or "")


def test_a_page_of_full_rankings_stays_within_discords_limits(localize: Localizer) -> None:
    """A page has twenty people with long names, each with twenty options. Deleted people are only counted."""
    options = tuple(Option("*W" * 40, id=OptionId(n), position=n) for n in range(1, 21))
    view = replace(open_view(options, PollSettings("W" * 200, VotingMethod.RANKED)), voter_count=43)
    choices = tuple(option.id for option in options)
    rankings = known_rankings([ExportedBallot(choices, UserId(10**18 + n), "*W" * 16) for n in range(41)])
    pages = [
        voter_rankings_card(view, rankings, page_number(index, len(rankings), RANKINGS_PER_PAGE), localize)
        for index in range(3)
    ]
    assert embeds_faults([pages[0].to_dict()]) == []
    lines = [(page.description or "").split("\n\n")[1].splitlines() for page in pages]
    assert [len(shown) for shown in lines] == [20, 20, 2]
    assert lines[0][0].endswith(
        "** 1 › 2 › 3 › 4 › 5 › 6 › 7 › 8 › 9 › 10 › 11 › 12 › 13 › 14 › 15 › 16 › 17 › 18 › 19 › 20"
    )
    assert lines[2][1] == "2 whose name was deleted"
