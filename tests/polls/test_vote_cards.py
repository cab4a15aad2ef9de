"""What voters are told about their ballots, and what everyone is told about the voters of a public poll."""

from dataclasses import replace
from typing import Any

from bot.core.text.translations import Localizer
from bot.ids import OptionId, UserId
from bot.polls.cards.vote import ballot_card, vote_card, voters_card
from bot.polls.rules.ballot import Ballot, BallotChange, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import VotingMethod
from tests.discord_rules.embeds import embeds_faults
from tests.discord_rules.text import length
from tests.polls.booth import NOW
from tests.polls.poll_views import poll_with_votes

ANN, BOB, CHO = UserId(5), UserId(6), UserId(7)
APPLE, BERRY = OptionId(1), OptionId(2)


def test_a_vote_is_read_back(localize: Localizer) -> None:
    """Each kind of change has its own words; several votes are a list."""
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


def test_a_settled_secret_poll_does_not_pretend_that_nobody_voted(localize: Localizer) -> None:
    """Someone who asks for their ballot ten minutes after the close is told that nobody knows it any more."""
    poll = poll_with_votes(1, 0).poll
    assert "didn't vote" in (ballot_card(Ballot(poll, ()), NOW + 5, localize).description or "")
    assert "Not even me" in (ballot_card(Ballot(poll, ()), NOW + UNDO_SECONDS + 5, localize).description or "")


def test_a_voter_is_shown_by_the_name_last_seen(localize: Localizer) -> None:
    """It has no markup and is shortened; someone without a name is mentioned."""
    view = poll_with_votes(3, 0, is_secret=False)
    named = replace(
        view, voters={APPLE: (ANN, BOB, CHO), BERRY: ()}, display_names={ANN: "Ann", BOB: "*b* [x](https://x.y) " * 9}
    )
    shown = voters_card(named, localize).fields[0].value or ""
    first, second, third = shown.split(", ")
    assert (first, third) == ("Ann", "<@7>")
    assert second.startswith(r"\*b\* \[x\]")
    assert length(second) <= 32


def test_as_many_voters_are_named_as_there_is_room_for(localize: Localizer) -> None:
    """With the longest names possible, the card keeps Discord's limits, and the rest are counted."""
    view = poll_with_votes(500, 500, is_secret=False)
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
    view = poll_with_votes(2, 0, is_secret=False)
    card = voters_card(replace(view, voters={APPLE: (UserId(10**18),), BERRY: ()}), localize)
    assert card.fields[0].value == f"<@{10**18}>, and 1 more"
