"""What people see of a poll: pure cards, within Discord's limits, revealing only what they may."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from discord import Colour, Embed

from bot.core.text import theme
from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.short_film import short_film_card
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.films.service.films import Films
from bot.ids import DraftId, FilmId, MessageId, OptionId, PollId, UserId
from bot.polls.cards.formatting import Notes, vote_bar
from bot.polls.cards.message import message_card, standing_card
from bot.polls.cards.outcome import reason_text
from bot.polls.cards.poll_list import poll_list_card
from bot.polls.cards.result import counting_card, draw_record, result_card
from bot.polls.cards.vote import ballot_card, vote_card, voters_card
from bot.polls.rules.ballot import Ballot, BallotChange, VoteReceipt
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option, clean_input
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollState, UnreachableReason, seed_commitment
from bot.polls.rules.settings import PollSettings, TieBreak, VotingMethod
from bot.polls.rules.tally import count_votes, decide_outcome
from bot.polls.rules.views.draft_preview import preview_draft
from bot.polls.rules.views.poll_view import Host, PollSummary, PollView
from bot.polls.rules.views.streaming import Streaming, StreamingCount
from tests.discord_rules.embeds import embeds_faults
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.text import length
from tests.polls.booth import CHANNEL, HOST, NOW, SERVER

SEED = "5f" * 32
MANY = 20
ANN, BOB, CHO = UserId(5), UserId(6), UserId(7)
APPLE, BERRY = OptionId(1), OptionId(2)


@pytest.fixture
def localize(words: Translations) -> Localizer:
    return words.localizer(Language.ENGLISH)


def of_votes(*counts: int, **settings: Any) -> PollView:
    """Return a closed poll on Apple, Berry, Cherry … with these votes for each."""
    names = ("Apple", "Berry", "Cherry", "Date")
    options = tuple(Option(names[place], id=OptionId(place + 1), position=place + 1) for place in range(len(counts)))
    ballots = [(OptionId(place + 1),) for place, count in enumerate(counts) for _ in range(count)]
    return closed(running(options, PollSettings("Which?", **settings)), ballots)


def running(options: tuple[Option, ...], settings: PollSettings) -> PollView:
    """Return an open poll without votes."""
    return preview_draft(Draft(DraftId(1), SERVER, HOST, CHANNEL, settings, options), NOW + 3600, NOW)


def closed(view: PollView, ballots: Sequence[tuple[OptionId, ...]]) -> PollView:
    """Return the same poll, closed with these ballots."""
    seed = SEED if view.poll.tie_break is TieBreak.DRAW else None
    poll = replace(
        view.poll,
        id=PollId(7),
        message_id=MessageId(70),
        state=PollState.CLOSED,
        closed_at=NOW,
        close_reason=CloseReason.CLOCK,
        seed=seed,
        commitment=seed_commitment(SEED),
    )
    counted = count_votes([option.id for option in view.options], ballots)
    how = decide_outcome(view.options, counted, seed)
    return replace(view, poll=poll, voter_count=counted.voter_count, counts=counted.counts, outcome=how)


def text(card: Embed) -> str:
    fields = (f"{one.name}\n{one.value}" for one in card.fields)
    return "\n".join(
        [card.author.name or "", card.title or "", card.description or "", *fields, card.footer.text or ""]
    )


def test_a_bar_is_never_empty_for_a_vote_nor_full_without_all() -> None:
    """One vote among two hundred is visible; a full bar means everyone."""
    assert [vote_bar(count, 200).count("▰") for count in (0, 1, 100, 200)] == [0, 1, 5, 10]
    assert vote_bar(0, 0) == "▱" * 10


@pytest.mark.parametrize(
    ("counts", "tie", "said"),
    [
        ((), TieBreak.EARLIEST, "So there is no winner this time."),
        ((1, 3), TieBreak.EARLIEST, "It got the most votes."),
        (
            (2, 0, 2),
            TieBreak.EARLIEST,
            "There was a tie for first place with Cherry. As announced, the option added first",
        ),
        ((1, 1), TieBreak.DRAW, "As announced, it was decided by lot."),
    ],
)
def test_a_sentence_says_why_it_won(localize: Localizer, counts: tuple[int, ...], tie: TieBreak, said: str) -> None:
    """The most votes, the rule for ties, the draw, or that nobody voted."""
    view = of_votes(*(counts or (0, 0)), tie_break=tie)
    assert view.outcome
    assert said in reason_text(view.outcome, localize)
    assert said in text(result_card(view, localize))


def test_a_result_ranks_the_options_by_votes(localize: Localizer) -> None:
    """Why the winner won, medals for the first three, and those without votes in one line; the winner is the title."""
    card = result_card(of_votes(1, 3, 0, 2), localize)
    assert (card.author.name, card.title) == ("Which?", "🏆 Berry")
    lines = (card.fields[0].value or "").splitlines()
    assert lines == [
        "It got the most votes.",
        "",
        "🥇 Berry · 3 votes · 50%",
        "🥈 Date · 2 votes · 33%",
        "🥉 Apple · 1 vote · 17%",
        "No votes: Cherry",
    ]


def test_colours_say_how_a_poll_stands(localize: Localizer, reference: ReferenceData) -> None:
    """Blue while it is open, gold for a winner, grey when it is over, red when it was cancelled."""
    over = of_votes(1, 0)
    for state, colour in (
        (PollState.OPEN, theme.BLUE),
        (PollState.CLOSED, theme.GREY),
        (PollState.CANCELLED, theme.RED),
    ):
        view = replace(over, poll=replace(over.poll, state=state))
        assert message_card(view, {}, reference.vocabulary, localize).colour == Colour(colour)
    assert result_card(over, localize).colour == Colour(theme.GOLD)
    assert result_card(of_votes(0, 0), localize).colour == Colour(theme.GREY)


@pytest.mark.parametrize("name", ["", "\u200b", "*Sam* @everyone [x](https://x.y)", "W" * 200])
def test_the_host_is_named_in_plain_text(localize: Localizer, reference: ReferenceData, name: str) -> None:
    """Shortened and without mentions; an invisible name is left out."""
    view = running((), PollSettings("Which?"))
    author = message_card(view, {}, reference.vocabulary, localize, Host(name)).author.name or ""
    assert author.endswith(" asks") == bool(name.strip("\u200b"))
    assert length(author) <= 70
    assert "@everyone" not in author


def test_hidden_counts_leave_no_trace(localize: Localizer, reference: ReferenceData) -> None:
    """No bar, no number except how many voted, and options in the order they were added."""
    view = replace(of_votes(1, 3, 2), poll=running((), PollSettings("Which?")).poll, outcome=None, counts=None)
    for card in (
        message_card(view, {}, reference.vocabulary, localize),
        standing_card(view, {}, reference.vocabulary, localize),
    ):
        assert not [mark for mark in ("▰", "▱", "%", " votes", "🏆") if mark in text(card)]
        assert "6 voters" in text(card)
    shown_text = text(message_card(view, {}, reference.vocabulary, localize))
    assert shown_text.index("Apple") < shown_text.index("Berry") < shown_text.index("Cherry")


def test_a_draw_says_beforehand_how_it_can_be_checked(localize: Localizer, reference: ReferenceData) -> None:
    """Half of the seed's digest from the start, which no second seed has; never the seed."""
    view = running((), PollSettings("Which?", tie_break=TieBreak.DRAW))
    view = replace(view, poll=replace(view.poll, commitment=seed_commitment(SEED), seed=SEED))
    told = text(message_card(view, {}, reference.vocabulary, localize))
    assert (f"Sealed lot: {seed_commitment(SEED)[:32]}" in told, SEED in told) == (True, False)


def test_a_draw_can_be_checked_by_hand(localize: Localizer) -> None:
    """The card and the file have the exact texts; their digests are right, and the smallest won."""
    view = of_votes(1, 1, 1, tie_break=TieBreak.DRAW)
    assert view.outcome
    told = text(counting_card(view, localize))
    for lot in view.outcome.tickets:
        assert f"```\n{lot.text}\n```" in told
        assert f"`{lot.digest}`" in told
    first, _, *lots = draw_record(view).decode().splitlines()
    for line in (first, *lots):
        digest, checked = line.split("  ", 1)
        assert sha256(checked.encode()).hexdigest() == digest
    assert lots[0].endswith(view.outcome.winner.name if view.outcome.winner else "?")


def test_a_seed_is_shown_on_request_after_the_result(localize: Localizer) -> None:
    """The seed and its digest are one press away for anyone who wants to check; nobody else has to read it."""
    view = of_votes(1, 1, tie_break=TieBreak.DRAW)
    assert SEED not in text(result_card(view, localize))
    assert f"`{SEED}`" in text(counting_card(view, localize))
    assert f"`{seed_commitment(SEED)}`" in text(counting_card(view, localize))


def test_strong_notes_are_beside_their_film_and_never_cut(localize: Localizer, reference: ReferenceData) -> None:
    """Even with all of them on each of twenty films; an unreviewed film says so, a text has none."""
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
    view = replace(running(options, PollSettings("Which?")), streaming=Streaming(counts, is_from_justwatch=True))
    card = message_card(view, notes, vocabulary, localize)
    labels = " · ".join(vocabulary.label("content_warning", key, "en") for key in strong)
    assert len(card.fields) == MANY
    assert text(card).count(f"⚠️ {labels}\n") == MANY - 1
    assert text(card).count("⚠️ content not reviewed") == 1
    assert text(card).count("📺 15/150\n") == MANY
    assert embeds_faults([card.to_dict()]) == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("number", range(40))
def test_no_words_break_a_card(words: Translations, reference: ReferenceData, number: int, language: Language) -> None:
    """Twenty hostile options under a hostile question, every card: within every limit, and together in one message."""
    random, localize = Random(number), words.localizer(language)
    strong = tuple(key for kind, key in reference.vocabulary.terms if kind == "content_warning")
    options = tuple(hostile_option(random, place) for place in range(1, MANY + 1))
    settings = PollSettings(
        clean_input(hostile_text(random, 200)) or "?", VotingMethod.APPROVAL, TieBreak.DRAW, is_secret=False
    )
    notes: Notes = dict.fromkeys(map(FilmId, range(1, MANY + 1)), strong)
    counts = {option.film_id: StreamingCount(10**5, 10**5) for option in options if option.film_id}
    view = replace(running(options, settings), streaming=Streaming(counts, is_from_justwatch=True))
    over = closed(view, [tuple(option.id for option in options)] * 30)
    people = tuple(map(UserId, range(10**18, 10**18 + 30)))
    called = {person: hostile_text(random, 32) for person in people}
    over = replace(over, voters={option.id: people for option in options}, display_names=called)
    pressed = VoteReceipt(view.poll, options, options[0], BallotChange.ADDED)
    reasons = [random.choice(list(UnreachableReason)) for _ in range(25)]
    listed = [PollSummary(replace(over.poll, unreachable_reason=reason), options[0]) for reason in reasons]
    film = Film(summary=_heading(options[0]), content_notes=strong, texts={})
    cards = [
        message_card(
            view, notes, reference.vocabulary, localize, Host(hostile_text(random, 32), "https://a.example/x")
        ),
        standing_card(replace(view, counts=None), notes, reference.vocabulary, localize),
        message_card(over, notes, reference.vocabulary, localize),
        counting_card(over, localize),
        vote_card(pressed, strong, reference.vocabulary, localize),
        ballot_card(Ballot(view.poll, options), NOW, localize),
        voters_card(over, localize),
        poll_list_card(listed, {}, "/poll start", localize),
    ]
    for card in cards:
        assert embeds_faults([card.to_dict()]) == []
    about = short_film_card(film, reference, localize)
    few = closed(view, [(options[place].id,) for place in range(random.randrange(1, MANY))])
    for ended in (over, few):
        assert (
            embeds_faults([result_card(ended, localize, about, "https://discord.com/channels/1/2/3").to_dict()]) == []
        )


def hostile_option(random: Random, place: int) -> Option:
    """Return a film with the worst possible titles."""
    english, hangul = (clean_input(hostile_text(random, 80)) for _ in range(2))
    return Option(
        english or "x",
        film_id=FilmId(place),
        korean_label=hangul or None,
        year=2013,
        id=OptionId(place),
        position=place,
    )


def _heading(option: Option) -> FilmSummary:
    return FilmSummary(FilmId(1), option.label, option.korean_label, 2013, "KR")


def test_a_vote_is_read_back(localize: Localizer, reference: ReferenceData) -> None:
    """Each kind of change has its own words; several votes are a list."""
    view = of_votes(0, 0, 0)
    apple, berry, _ = view.options
    approval = replace(view.poll, method=VotingMethod.APPROVAL)

    def told(poll: Any, chosen: tuple[Option, ...], option: Option, change: BallotChange) -> str:
        return (
            vote_card(VoteReceipt(poll, chosen, option, change), (), reference.vocabulary, localize).description or ""
        )

    assert told(view.poll, (apple,), apple, BallotChange.CAST) == "✅ Your vote: **Apple**."
    assert told(view.poll, (berry,), berry, BallotChange.CHANGED) == "🔁 Your vote is now **Berry**."
    assert "took your vote back" in told(view.poll, (), apple, BallotChange.WITHDRAWN)
    assert told(approval, (apple, berry), berry, BallotChange.ADDED).endswith("Your ballot:\n• Apple\n• Berry")
    assert told(approval, (apple,), berry, BallotChange.REMOVED).startswith("↩️ You removed **Berry**.")


def test_a_settled_secret_poll_does_not_pretend_that_nobody_voted(localize: Localizer) -> None:
    """Someone who asks for their ballot then is told that nobody knows it any more."""
    poll = of_votes(1, 0).poll
    assert "didn't vote" in (ballot_card(Ballot(poll, ()), NOW + 5, localize).description or "")
    assert "Not even me" in (ballot_card(Ballot(poll, ()), NOW + UNDO_SECONDS + 5, localize).description or "")


def test_a_voter_is_shown_by_the_name_last_seen(localize: Localizer) -> None:
    """Without markup and shortened; someone without a name is mentioned."""
    view = of_votes(3, 0, is_secret=False)
    named = replace(
        view, voters={APPLE: (ANN, BOB, CHO), BERRY: ()}, display_names={ANN: "Ann", BOB: "*b* [x](https://x.y) " * 9}
    )
    told = voters_card(named, localize).fields[0].value or ""
    first, second, third = told.split(", ")
    assert (first, third) == ("Ann", "<@7>")
    assert second.startswith(r"\*b\* \[x\]")
    assert length(second) <= 32


def test_as_many_voters_are_named_as_there_is_room_for(localize: Localizer) -> None:
    """With the longest names possible, and how many more there are."""
    view = of_votes(500, 500, is_secret=False)
    people = tuple(map(UserId, range(10**18, 10**18 + 500)))
    crowd = replace(view, voters={APPLE: people, BERRY: people}, display_names=dict.fromkeys(people, "W" * 32))
    card = voters_card(crowd, localize)
    assert embeds_faults([card.to_dict()]) == []
    assert all(
        (field.value or "").endswith(f"and {500 - (field.value or '').count('W' * 32)} more") for field in card.fields
    )
    assert (card.fields[0].value or "").count("W" * 32) > 20


def test_deleted_people_are_counted_but_not_named(localize: Localizer) -> None:
    """A public poll's numbers stay; the name is gone."""
    view = of_votes(2, 0, is_secret=False)
    card = voters_card(replace(view, voters={APPLE: (UserId(10**18),), BERRY: ()}), localize)
    assert card.fields[0].value == f"<@{10**18}>, and 1 more"


async def test_the_winners_film_says_what_must_be_seen_first(
    localize: Localizer, films: Films, reference: ReferenceData
) -> None:
    """Its strong content, its hook, where to watch it."""
    (heading, *_) = await films.suggest("소원", None)
    told = short_film_card(await films.film(heading.id, None), reference, localize).description or ""
    assert told.index("Strong content") < told.index("> ") < told.index("📺")


def test_a_question_that_is_as_long_as_it_may_be_fits(localize: Localizer, reference: ReferenceData) -> None:
    """Even if every character in it is escaped."""
    view = running((), PollSettings("*" * 200))
    assert length(message_card(view, {}, reference.vocabulary, localize).title or "") <= 256


@pytest.mark.parametrize("is_from_justwatch", [False, True])
def test_justwatch_is_named_where_its_lists_were_counted(
    localize: Localizer, reference: ReferenceData, is_from_justwatch: bool
) -> None:
    """On an open poll's message and where it stands; hidden counts hide votes, not this."""
    option = Option("Hope", film_id=FilmId(1), id=APPLE)
    streaming = Streaming({FilmId(1): StreamingCount(2, 3)}, is_from_justwatch)
    view = replace(running((option,), PollSettings("Which?")), streaming=streaming, counts=None)
    for card in (
        message_card(view, {}, reference.vocabulary, localize),
        standing_card(view, {}, reference.vocabulary, localize),
    ):
        assert card.fields[0].value == "🙈 Hidden until it closes · 📺 2/3"
        assert ("JustWatch" in (card.description or "")) is is_from_justwatch
