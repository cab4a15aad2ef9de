"""The use cases of voting."""

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import MessageId, OptionId, PollId, UserId
from bot.picks.service.preferences import avoided_notes
from bot.polls.queries import ballots, delivery
from bot.polls.rules.ballot import (
    Ballot,
    BallotChange,
    ButtonPress,
    VoteReceipt,
    ballot_place,
    choices_after_press,
    classify_change,
    is_double_tap,
    is_recent,
)
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.rules.settings import VotingMethod
from bot.polls.service.views import get_poll


class VoteService(Struct, frozen=True):
    """Writes votes, and shows each person only their own ballot.

    `recent_withdrawals` has the last presses that emptied a ballot, by poll and person. The database does not store
    them. With a gateway, one process sees both presses of a double tap. By HTTP, each replica knows only its own.
    """

    database: Database
    recent_withdrawals: dict[tuple[PollId, UserId], ButtonPress] = field(default_factory=dict)

    async def cast_vote(  # noqa: PLR0913  # everything that a vote depends on
        self,
        actor: Actor,
        poll_id: PollId,
        option_id: OptionId,
        now: int,
        message_id: MessageId | None = None,
        *,
        press: ButtonPress | None = None,
    ) -> VoteReceipt:
        """Vote for an option or withdraw the vote; the change is committed on return.

        `now` is when the press arrived. A vote after the closing time is refused even if the poll is still open.
        `message_id` is the pressed message, which is recorded as the poll's if none is known. A `press` in another
        channel than the poll's is refused. The second press of a double tap changes nothing and gets the same answer.
        """

        async def work(writer: Writer) -> VoteReceipt:
            self._forget_attempt(poll_id, actor.user_id, press)
            poll = await get_poll(writer, actor.guild_id, poll_id)
            if press and press.channel_id != poll.channel_id:
                raise UserError("polls.refused.gone")
            if poll.method is VotingMethod.RANKED:
                raise UserError("polls.refused.gone")
            check_accepts_votes(poll, now)
            if message_id and not poll.message_id:
                await delivery.mark_posted(writer, poll_id, message_id)
            receipt = await self._apply_press(writer, poll, actor.user_id, option_id, press)
            if press:
                await self._remember_press(writer, receipt, actor.user_id, press)
            return replace(receipt, avoided=await avoided_notes(writer, actor.user_id))

        return await self.database.write(work, ("poll", poll_id))

    async def _apply_press(
        self, writer: Writer, poll: Poll, user_id: UserId, option_id: OptionId, press: ButtonPress | None
    ) -> VoteReceipt:
        stored = await ballots.find_ballot_before_press(writer, poll.id, user_id, option_id)
        option = next((option for option in stored.is_chosen_by_option if option.id == option_id), None)
        if option is None:
            raise UserError("polls.refused.gone")
        before = frozenset(option.id for option, is_chosen in stored.is_chosen_by_option.items() if is_chosen)
        withdrawal = self.recent_withdrawals.get((poll.id, user_id))
        last_press = (withdrawal, BallotChange.WITHDRAWN) if withdrawal else stored.last_press
        if press and last_press and is_double_tap(last_press[0], press):
            return VoteReceipt(poll, _chosen(stored.is_chosen_by_option, before), option, last_press[1])
        after = await _write_ballot(writer, poll, user_id, before, option)
        return VoteReceipt(poll, _chosen(stored.is_chosen_by_option, after), option, classify_change(before, after))

    async def _remember_press(self, writer: Writer, receipt: VoteReceipt, user_id: UserId, press: ButtonPress) -> None:
        """Store a press to recognise a double tap: with the ballot, or briefly in memory if no ballot is left."""
        key = receipt.poll.id, user_id
        self.recent_withdrawals.pop(key, None)
        if receipt.chosen:
            await ballots.save_press(writer, receipt, user_id, press)
            return
        for expired in [
            old_key for old_key, earlier in list(self.recent_withdrawals.items()) if not is_recent(earlier, press)
        ]:
            self.recent_withdrawals.pop(expired, None)
        self.recent_withdrawals[key] = press

    def _forget_attempt(self, poll_id: PollId, user_id: UserId, press: ButtonPress | None) -> None:
        """Forget a withdrawal that an earlier attempt at the same press recorded but did not commit."""
        if press and self.recent_withdrawals.get((poll_id, user_id)) is press:
            del self.recent_withdrawals[poll_id, user_id]

    def forget_user(self, user_id: UserId) -> None:
        """Forget a person's recent withdrawals."""
        for key in [user_key for user_key in list(self.recent_withdrawals) if user_id in user_key]:
            self.recent_withdrawals.pop(key, None)

    async def get_ballot(self, actor: Actor, poll_id: PollId) -> Ballot:
        """Return a person's own ballot; it is empty once a secret poll has been anonymised."""
        return await self.database.read(lambda reader: _read_ballot(reader, actor, poll_id))


async def _read_ballot(reader: Reader, actor: Actor, poll_id: PollId) -> Ballot:
    poll = await get_poll(reader, actor.guild_id, poll_id)
    return Ballot(poll, await ballots.list_choices(reader, poll_id, actor.user_id))


def _chosen(options: Iterable[Option], option_ids: frozenset[OptionId]) -> tuple[Option, ...]:
    """Return the options with these ids in the poll's order."""
    return tuple(sorted((option for option in options if option.id in option_ids), key=lambda option: option.position))


async def _write_ballot(
    writer: Writer, poll: Poll, user_id: UserId, before: frozenset[OptionId], option: Option
) -> frozenset[OptionId]:
    """Write what a press changes, and return the ids of the options on the ballot after it."""
    after = choices_after_press(poll.method, before, option.id)
    if not after:
        await ballots.delete_ballot(writer, poll.id, user_id)
        return after
    if not before:
        await ballots.insert_ballot(writer, poll.id, user_id)
    await ballots.delete_choices(writer, poll.id, user_id, before - after)
    if option.id in after:
        await ballots.insert_choice(writer, poll.id, user_id, option.id, ballot_place(poll.method, option))
    return after
