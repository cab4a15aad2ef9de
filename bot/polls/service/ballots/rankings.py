"""The use cases of ranking: each press is written at once, so that a ballot can be finished later or elsewhere."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import MessageId, OptionId, PollId, UserId
from bot.picks.service.preferences import avoided_notes
from bot.polls.queries import ballots, delivery, polls
from bot.polls.rules.ballot import ButtonPress, RankedBallot, RankingChange, VoteReceipt, classify_change
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.rules.settings import VotingMethod
from bot.polls.service.views import get_poll


class RankingService(Struct, frozen=True):
    """Writes ranked ballots, and shows each person only their own."""

    database: Database

    async def get_ballot(self, actor: Actor, poll_id: PollId, message_id: MessageId | None = None) -> RankedBallot:
        """Return a person's own ballot, and record `message_id` as the poll's message if none is known."""
        ballot = await self.database.read(lambda reader: _read_ballot(reader, actor, poll_id))
        if message_id and not ballot.poll.message_id:
            await self.database.write(
                lambda writer: delivery.mark_posted(writer, poll_id, message_id), ("poll", poll_id)
            )
        return ballot

    async def change(  # noqa: PLR0913  # everything that a press depends on
        self,
        actor: Actor,
        poll_id: PollId,
        change: RankingChange,
        now: int,
        press: ButtonPress,
        *,
        check_visible: Callable[[Poll], None] | None = None,
    ) -> RankedBallot:
        """Change a person's ranking by a press on an option; the change is committed on return.

        A press that changes nothing, such as the second press of a double tap, returns the ballot unchanged.
        `check_visible` raises UserError if the person may not see the poll; then nothing is changed.
        """

        async def work(writer: Writer) -> RankedBallot:
            poll = await _get_ranked_poll(writer, actor, poll_id)
            if check_visible:
                check_visible(poll)
            check_accepts_votes(poll, now)
            ballot = await _write_ballot(writer, poll, actor.user_id, change, press)
            return replace(ballot, avoided=await avoided_notes(writer, actor.user_id))

        return await self.database.write(work, ("poll", poll_id))


async def _get_ranked_poll(reader: Reader, actor: Actor, poll_id: PollId) -> Poll:
    poll = await get_poll(reader, actor.guild_id, poll_id)
    if poll.method is not VotingMethod.RANKED:
        raise UserError("polls.refused.gone")
    return poll


async def _read_ballot(reader: Reader, actor: Actor, poll_id: PollId) -> RankedBallot:
    poll = await _get_ranked_poll(reader, actor, poll_id)
    options = await polls.list_options(reader, poll_id)
    return RankedBallot(poll, await ballots.list_choices(reader, poll_id, actor.user_id), options)


async def _write_ballot(
    writer: Writer, poll: Poll, user_id: UserId, change: RankingChange, press: ButtonPress
) -> RankedBallot:
    by_id = {option.id: option for option in await polls.list_options(writer, poll.id)}
    before = tuple(option.id for option in await ballots.list_choices(writer, poll.id, user_id))
    after = change(before)
    if not by_id.keys() >= set(after):
        raise UserError("polls.refused.gone")
    chosen = tuple(by_id[option_id] for option_id in after)
    if after != before:
        await ballots.save_ranking(writer, poll.id, user_id, before, after)
        await _save_press(writer, poll, user_id, before, chosen, press)
    return RankedBallot(poll, chosen, tuple(by_id.values()))


async def _save_press(  # noqa: PLR0913, PLR0917  # everything that recording a press needs
    writer: Writer,
    poll: Poll,
    user_id: UserId,
    before: tuple[OptionId, ...],
    chosen: tuple[Option, ...],
    press: ButtonPress,
) -> None:
    """Store the press with the ballot, if one is left, so that a public poll can show the voter's name."""
    if not chosen:
        return
    change = classify_change(frozenset(before), frozenset(option.id for option in chosen))
    await ballots.save_press(writer, VoteReceipt(poll, chosen, chosen[-1], change), user_id, press)
