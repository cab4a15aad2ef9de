"""Builds views of polls without a database, and returns the text of a card."""

from collections.abc import Sequence
from typing import Any

from discord import Embed
from msgspec.structs import replace

from bot.core.text.translations import Localizer
from bot.ids import DraftId, MessageId, OptionId, PollId
from bot.polls.cards.voters import PEOPLE_PER_PAGE, page_number, voter_entries, voters_card
from bot.polls.rules.counting.outcome import decide_poll, tally_votes
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option
from bot.polls.rules.poll import CloseReason, PollState, seed_commitment
from bot.polls.rules.settings import PollSettings, TieBreak
from bot.polls.rules.views.draft_preview import preview_draft
from bot.polls.rules.views.poll_view import PollView
from tests.polls.booth import CHANNEL, HOST, NOW, SERVER

SEED = "5f" * 32


def poll_with_votes(*counts: int, **settings: Any) -> PollView:
    """Return a closed poll on Apple, Berry, Cherry … with these numbers of votes."""
    names = ("Apple", "Berry", "Cherry", "Date")
    options = tuple(Option(names[place], id=OptionId(place + 1), position=place + 1) for place in range(len(counts)))
    ballots = [(OptionId(place + 1),) for place, count in enumerate(counts) for _ in range(count)]
    return closed_view(open_view(options, PollSettings("Which?", **settings)), ballots)


def open_view(options: tuple[Option, ...], settings: PollSettings) -> PollView:
    """Return an open poll without votes."""
    return preview_draft(Draft(DraftId(1), SERVER, HOST, CHANNEL, settings, options), NOW + 3600, NOW)


def closed_view(view: PollView, ballots: Sequence[tuple[OptionId, ...]]) -> PollView:
    """Return the same poll, closed with these ballots."""
    seed = None if view.poll.tie_break is TieBreak.EARLIEST else SEED
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
    counted = tally_votes(poll, view.options, ballots)
    how = decide_poll(poll, view.options, ballots, view.vetoes, has_run_off=view.run_off_id is not None)
    return replace(view, poll=poll, voter_count=counted.voter_count, counts=counted.counts, outcome=how)


def first_page_of_voters(view: PollView, localize: Localizer) -> Embed:
    """Return the first page of who voted for what."""
    return page_of_voters(view, 0, localize)


def page_of_voters(view: PollView, index: int, localize: Localizer) -> Embed:
    """Return a page of who voted for what."""
    entries = [*voter_entries(view, localize)]
    return voters_card(view, entries, page_number(index, len(entries), PEOPLE_PER_PAGE), localize)


def text(card: Embed) -> str:
    fields = (f"{field.name}\n{field.value}" for field in card.fields)
    return "\n".join(
        [card.author.name or "", card.title or "", card.description or "", *fields, card.footer.text or ""]
    )
