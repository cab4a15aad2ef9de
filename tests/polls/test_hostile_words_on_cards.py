"""Every card of a poll stays within Discord's limits, whatever people type."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from msgspec.structs import replace

from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.short_film import short_film_card
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.ids import FilmId, OptionId, PollId, UserId
from bot.polls.cards.ballots.counting import counting_card
from bot.polls.cards.ballots.ranking import ranking_card, saved_ranking_card
from bot.polls.cards.ballots.veto import veto_card
from bot.polls.cards.formatting import Notes
from bot.polls.cards.message import message_card, snapshot_card
from bot.polls.cards.poll_list import poll_list_card
from bot.polls.cards.result import result_card
from bot.polls.cards.vote import avoided_text, ballot_card, vote_card
from bot.polls.rules.ballot import Ballot, BallotChange, RankedBallot, VoteReceipt
from bot.polls.rules.option import Option, clean_input
from bot.polls.rules.poll import UnreachableReason
from bot.polls.rules.settings import PollSettings, TieBreak, VotingMethod
from bot.polls.rules.views.poll_view import Host, PollSummary, PollView
from bot.polls.rules.views.streaming import Streaming, StreamingCount
from tests.discord_rules.embeds import embeds_faults
from tests.discord_rules.hostile import hostile_text
from tests.polls.booth import NOW
from tests.polls.poll_views import closed_view, first_page_of_voters, open_view

MANY = 20


@pytest.mark.parametrize("language", list(Language))
def test_no_words_break_a_card(
    translations: Translations, reference: ReferenceData, language: Language, volume: Callable[[int], int]
) -> None:
    """With twenty hostile options under a hostile question, every card stays within Discord's limits."""
    for number in range(volume(80)):
        check_all_cards(Random(number), translations.localizer(language), reference)


def check_all_cards(random: Random, localize: Localizer, reference: ReferenceData) -> None:
    strong = tuple(key for kind, key in reference.vocabulary.terms if kind == "content_warning")
    options = tuple(hostile_option(random, place) for place in range(1, MANY + 1))
    settings = PollSettings(
        clean_input(hostile_text(random, 200)) or "?",
        random.choice(list(VotingMethod)),
        random.choice([TieBreak.DRAW, TieBreak.RUN_OFF]),
        is_secret=False,
        veto_threshold=1,
    )
    notes: Notes = dict.fromkeys(map(FilmId, range(1, MANY + 1)), strong)
    counts = {option.film_id: StreamingCount(10**5, 10**5) for option in options if option.film_id}
    view = replace(open_view(options, settings), streaming=Streaming(counts, is_from_justwatch=True))
    over = closed_view(view, [tuple(option.id for option in options)] * 30)
    people = tuple(map(UserId, range(10**18, 10**18 + 30)))
    called = {person: hostile_text(random, 32) for person in people}
    over = replace(over, voters={option.id: people for option in options}, display_names=called)
    pressed = VoteReceipt(view.poll, options, options[0], BallotChange.ADDED)
    reasons = [random.choice(list(UnreachableReason)) for _ in range(25)]
    listed = [PollSummary(replace(over.poll, unreachable_reason=reason), options[0]) for reason in reasons]
    film = Film(summary=_film_summary(options[0]), content_notes=strong, texts={})
    cards = [
        message_card(
            view, notes, reference.vocabulary, localize, Host(hostile_text(random, 32), "https://a.example/x")
        ),
        snapshot_card(replace(view, counts=None), notes, reference.vocabulary, localize),
        message_card(over, notes, reference.vocabulary, localize),
        counting_card(over, localize),
        vote_card(pressed, avoided_text(options[0], strong, reference.vocabulary, localize), localize),
        ballot_card(Ballot(view.poll, options), NOW, localize),
        ranking_card(RankedBallot(view.poll, options, options), localize),
        saved_ranking_card(RankedBallot(view.poll, options, options), localize),
        veto_card(view.poll, options[0], localize),
        first_page_of_voters(over, localize),
        poll_list_card(listed, {}, "/poll start", localize),
    ]
    for card in cards:
        assert embeds_faults([card.to_dict()]) == []
    about = short_film_card(film, reference, localize)
    few = closed_view(view, [(options[place].id,) for place in range(random.randrange(1, MANY))])
    for ended in (over, few, *ranked_results(random, view)):
        assert embeds_faults([message_card(ended, notes, reference.vocabulary, localize).to_dict()]) == []
        assert embeds_faults([counting_card(ended, localize).to_dict()]) == []
        assert (
            embeds_faults([result_card(ended, localize, about, "https://discord.com/channels/1/2/3").to_dict()]) == []
        )


def ranked_results(random: Random, view: PollView) -> Iterator[PollView]:
    """Yield ranked results: of many rounds, with a run-off, with every option vetoed, and with all but one vetoed."""
    ids = [option.id for option in view.options]
    view = replace(view, poll=replace(view.poll, method=VotingMethod.RANKED))
    cast = [tuple(random.sample(ids, random.randint(1, MANY))) for _ in range(200)]
    yield closed_view(view, cast)
    yield closed_view(replace(view, run_off_id=PollId(8)), [(option,) for option in ids])
    yield closed_view(replace(view, vetoes=dict.fromkeys(ids, 1)), cast)
    yield closed_view(replace(view, vetoes=dict.fromkeys(ids[1:], 1)), cast)


def hostile_option(random: Random, place: int) -> Option:
    """Return an option that is a film with hostile titles."""
    english, hangul = (clean_input(hostile_text(random, 80)) for _ in range(2))
    return Option(
        english or "x",
        film_id=FilmId(place),
        korean_label=hangul or None,
        year=2013,
        id=OptionId(place),
        position=place,
    )


def _film_summary(option: Option) -> FilmSummary:
    return FilmSummary(FilmId(1), option.label, option.korean_label, 2013, "KR")
