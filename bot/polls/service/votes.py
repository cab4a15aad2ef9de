"""Voting. No Discord here."""

from dataclasses import dataclass, field

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.polls.queries import ballots, button_presses, delivery
from bot.polls.rules.actor import Actor
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
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.service.poll_lookup import get_poll


@dataclass(frozen=True, slots=True)
class Votes:
    """Everybody's ballots; each person sees their own.

    `withdrawn` has the presses just now that left nothing of a ballot, by poll and person: nothing is stored of them.
    Discord sends all presses of a server to one process, so this one knows both presses of a double tap.
    """

    database: Database
    withdrawn: dict[tuple[int, int], ButtonPress] = field(default_factory=dict)

    async def press(  # noqa: PLR0913  # a press is all of this
        self,
        actor: Actor,
        poll: int,
        option: int,
        now: int,
        message: int | None = None,
        *,
        press: ButtonPress | None = None,
    ) -> VoteReceipt:
        """Vote for an option, or take the vote back; committed when this returns.

        `now` is when the press came in: the rule refuses a vote after the close, whether or not anybody has closed the
        poll. `message` is what was pressed on; a poll whose message is not known yet learns it. A `press` that is a
        double tap changes nothing and is answered as the first one was; one of another channel's poll is refused.
        """

        async def work(writer: Writer) -> VoteReceipt:
            found = await get_poll(writer, actor.guild_id, poll)
            if press and press.channel_id != found.channel_id:
                raise UserError("polls.refused.gone")
            check_accepts_votes(found, now)
            if message and not found.message_id:
                await delivery.posted(writer, actor.guild_id, poll, message)
            pressed = await self._press(writer, found, actor.user_id, option, press)
            if press:
                await self._keep(writer, pressed, actor.user_id, press)
            return pressed

        return await self.database.write(work)

    async def _press(
        self, writer: Writer, poll: Poll, person: int, option: int, press: ButtonPress | None
    ) -> VoteReceipt:
        found = await ballots.find_option_and_choices(writer, poll.id, person, option)
        pressed = next((one for one in found if one.id == option), None)
        if pressed is None:
            raise UserError("polls.refused.gone")
        last = await self._last(writer, poll.id, person) if press else None
        if press and last and is_double_tap(last[0], press):
            return VoteReceipt(poll, await ballots.list_choices(writer, poll.id, person), pressed, last[1])
        before = frozenset(one.id for one, is_chosen in found.items() if is_chosen)
        await _put(writer, poll, person, before, pressed)
        chosen = await ballots.list_choices(writer, poll.id, person)
        return VoteReceipt(poll, chosen, pressed, classify_change(before, frozenset(one.id for one in chosen)))

    async def _last(self, reader: Reader, poll: int, person: int) -> tuple[ButtonPress, BallotChange] | None:
        """Return a person's last press in a poll, and what it did; None for none that may matter."""
        if withdrawal := self.withdrawn.get((poll, person)):
            return withdrawal, BallotChange.WITHDRAWN
        return await button_presses.find_last_press(reader, poll, person)

    async def _keep(self, writer: Writer, pressed: VoteReceipt, person: int, press: ButtonPress) -> None:
        """Remember a press, to know a double tap by: with the ballot, or for a moment where none is left."""
        key = pressed.poll.id, person
        self.withdrawn.pop(key, None)
        if pressed.chosen:
            await button_presses.save_press(writer, pressed, person, press)
            return
        for old in [one for one, before in list(self.withdrawn.items()) if not is_recent(before, press)]:
            self.withdrawn.pop(old, None)
        self.withdrawn[key] = press

    def forgotten(self, whom: int) -> None:
        """Forget what a person just took back."""
        for key in [one for one in list(self.withdrawn) if whom in one]:
            self.withdrawn.pop(key, None)

    async def ballot(self, actor: Actor, poll: int) -> Ballot:
        """What somebody has voted for, for that person alone; nothing once a secret poll forgot who voted."""
        return await self.database.read(lambda reader: _ballot(reader, actor, poll))


async def _ballot(reader: Reader, actor: Actor, poll: int) -> Ballot:
    return Ballot(await get_poll(reader, actor.guild_id, poll), await ballots.list_choices(reader, poll, actor.user_id))


async def _put(writer: Writer, poll: Poll, person: int, before: frozenset[int], pressed: Option) -> None:
    after = choices_after_press(poll.method, before, pressed.id)
    if not after:
        await ballots.delete_ballot(writer, poll.id, person)
        return
    if not before:
        await ballots.insert_ballot(writer, poll.id, person)
    await ballots.delete_choices(writer, poll.id, person, before - after)
    if pressed.id in after:
        await ballots.insert_choice(writer, poll.id, person, pressed.id, ballot_place(poll.method, pressed))
