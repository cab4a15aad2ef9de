"""Voting. No Discord here."""

from dataclasses import dataclass

from bot.kit.database import Database
from bot.kit.refusals import Refusal
from bot.kit.sql import Reader, Writer
from bot.polls.queries import ballots, showing
from bot.polls.rules.ballot import Ballot, Pressed, after_press, change, place_of
from bot.polls.rules.member import Member
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, check_takes_votes
from bot.polls.service.reading import poll_of


@dataclass(frozen=True, slots=True)
class Votes:
    """Everybody's ballots; each person sees their own."""

    database: Database

    async def press(self, member: Member, poll: int, option: int, now: int, message: int | None = None) -> Pressed:
        """Vote for an option, or take the vote back; committed when this returns.

        `now` is when the press came in: the rule refuses a vote after the close, whether or not anybody has closed the
        poll. `message` is what was pressed on; a poll whose message is not known yet learns it.
        """
        return await self.database.write(
            lambda writer: _press(writer, member, poll, option=option, now=now, message=message)
        )

    async def ballot(self, member: Member, poll: int) -> Ballot:
        """What somebody has voted for, for that person alone; nothing once a secret poll forgot who voted."""
        return await self.database.read(lambda reader: _ballot(reader, member, poll))


async def _press(  # noqa: PLR0913  # a press is all of this
    writer: Writer, member: Member, poll: int, *, option: int, now: int, message: int | None
) -> Pressed:
    its_poll = await poll_of(writer, member.server, poll)
    check_takes_votes(its_poll, now)
    found = await ballots.at_press(writer, poll, member.person, option)
    pressed = next((one for one in found if one.id == option), None)
    if pressed is None:
        raise Refusal("polls.refused.gone")
    before = frozenset(one.id for one, is_chosen in found.items() if is_chosen)
    await _put(writer, its_poll, member.person, before, pressed)
    if message and not its_poll.message:
        await showing.posted(writer, member.server, poll, message)
    chosen = await ballots.chosen(writer, poll, member.person)
    return Pressed(its_poll, chosen, pressed, change(before, frozenset(one.id for one in chosen)))


async def _ballot(reader: Reader, member: Member, poll: int) -> Ballot:
    return Ballot(await poll_of(reader, member.server, poll), await ballots.chosen(reader, poll, member.person))


async def _put(writer: Writer, poll: Poll, person: int, before: frozenset[int], pressed: Option) -> None:
    after = after_press(poll.method, before, pressed.id)
    if not after:
        await ballots.discard(writer, poll.id, person)
        return
    if not before:
        await ballots.make(writer, poll.id, person)
    await ballots.take_off(writer, poll.id, person, before - after)
    if pressed.id in after:
        await ballots.put_on(writer, poll.id, person, pressed.id, place_of(poll.method, pressed))
