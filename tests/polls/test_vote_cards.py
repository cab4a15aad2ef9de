"""What voters are told about their ballots, and what everyone is told about the voters of a public poll."""

from typing import Any

from msgspec.structs import replace

from bot.core.text.translations import Localizer
from bot.ids import OptionId, UserId
from bot.polls.cards.vote import ballot_card, vote_card
from bot.polls.rules.ballot import Ballot, BallotChange, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import VotingMethod
from tests.discord_rules.embeds import embeds_faults
from tests.discord_rules.text import length
from tests.polls.booth import NOW
from tests.polls.poll_views import first_page_of_voters, page_of_voters, poll_with_votes

ANN, BOB, CHO = UserId(5), UserId(6), UserId(7)
APPLE, BERRY = OptionId(1), OptionId(2)


def test_a_vote_card_says_what_a_press_changed(localize: Localizer) -> None:
    """Each kind of change has its own words, and several votes are shown as a list."""
    view = poll_with_votes(0, 0, 0)
    apple, berry, _ = view.options
    approval = replace(view.poll, method=VotingMethod.APPROVAL)

    def receipt_text(poll: Any, chosen: tuple[Option, ...], option: Option, change: BallotChange) -> str:
        return vote_card(VoteReceipt(poll, chosen, option, change), "", localize).description or ""

    assert receipt_text(view.poll, (apple,), apple, BallotChange.CAST) == "✅ Your vote: **Apple**."
    assert receipt_text(view.poll, (berry,), berry, BallotChange.CHANGED) == "🔁 Your vote is now **Berry**."
    assert "took your vote back" in receipt_text(view.poll, (), apple, BallotChange.WITHDRAWN)
    assert receipt_text(approval, (apple, berry), berry, BallotChange.ADDED).endswith("Your ballot:\n• Apple\n• Berry")
    assert receipt_text(approval, (apple,), berry, BallotChange.REMOVED).startswith("↩️ You removed **Berry**.")


def test_a_settled_secret_poll_does_not_claim_that_someone_did_not_vote(localize: Localizer) -> None:
    """Someone who asks for their ballot ten minutes after the close is told that nobody knows the ballot any more."""
    poll = poll_with_votes(1, 0).poll
    assert "didn't vote" in (ballot_card(Ballot(poll, ()), NOW + 5, localize).description or "")
    assert "Not even me" in (ballot_card(Ballot(poll, ()), NOW + UNDO_SECONDS + 5, localize).description or "")


def test_a_voter_is_shown_by_the_name_last_seen(localize: Localizer) -> None:
    """The name's markup is escaped, and a long name is shortened. A voter without a name is mentioned."""
    view = poll_with_votes(3, 0, is_secret=False)
    named = replace(
        view, voters={APPLE: (ANN, BOB, CHO), BERRY: ()}, display_names={ANN: "Ann", BOB: "*b* [x](https://x.y) " * 9}
    )
    shown = first_page_of_voters(named, localize).fields[0].value or ""
    nameless, marked, named_ann = shown.split(", ")
    assert (nameless, named_ann) == ("<@7>", "Ann")
    assert marked.startswith(r"\*b\* \[x\]")
    assert length(marked) <= 32


def test_many_voters_are_listed_page_by_page(localize: Localizer) -> None:
    """Voters are listed by name, not by time of vote. A page of long names keeps to Discord's limits."""
    view = poll_with_votes(500, 500, is_secret=False)
    people = tuple(map(UserId, range(10**18, 10**18 + 500)))
    called = {person: f"{'W' * 25}{(number * 7) % 500:03}" for number, person in enumerate(people)}
    crowd = replace(view, voters={APPLE: people, BERRY: people}, display_names=called)
    pages = [page_of_voters(crowd, index, localize) for index in range(34)]
    assert embeds_faults([pages[1].to_dict()]) == []
    listed = [name for shown in pages for field in shown.fields for name in (field.value or "").split(", ")]
    assert listed == sorted(called.values()) * 2
    assert [field.name for field in pages[16].fields] == ["Apple · 500 votes", "Berry · 500 votes"]
    assert "Page 34 of 34" in (pages[33].footer.text or "")
    assert page_of_voters(crowd, 999, localize) == pages[33]


def test_deleted_people_are_counted_but_not_named(localize: Localizer) -> None:
    """After the known voters, the list says how many names were deleted."""
    view = poll_with_votes(2, 0, is_secret=False)
    card = first_page_of_voters(replace(view, voters={APPLE: (UserId(10**18),), BERRY: ()}), localize)
    assert card.fields[0].value == f"<@{10**18}>, 1 whose name was deleted"
