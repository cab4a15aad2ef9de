"""The use cases of vetoes: if a poll allows vetoes, each person can veto one option, and withdraw the veto."""

from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import OptionId, PollId
from bot.polls.queries import polls, vetoes
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.service.views import get_poll


@dataclass(frozen=True, slots=True)
class OwnVeto:
    """The option that a person vetoed, or None, and all options of the poll."""

    poll: Poll
    options: tuple[Option, ...]
    option: Option | None


@dataclass(frozen=True, slots=True)
class VetoService:
    """Writes vetoes, and shows each person only their own; nobody else sees who vetoed what."""

    database: Database

    async def get_veto(self, actor: Actor, poll_id: PollId) -> OwnVeto:
        """Return a person's veto, only for that person."""
        return await self.database.read(lambda reader: _read_veto(reader, actor, poll_id))

    async def set_veto(self, actor: Actor, poll_id: PollId, option_id: OptionId | None, now: int) -> OwnVeto:
        """Replace a person's veto; withdraw it if `option_id` is None; the change is committed on return."""

        async def work(writer: Writer) -> OwnVeto:
            before = await _read_veto(writer, actor, poll_id)
            check_accepts_votes(before.poll, now)
            if option_id is not None and option_id not in {option.id for option in before.options}:
                raise UserError("polls.refused.gone")
            if option_id != (before.option and before.option.id):
                await vetoes.save_veto(writer, poll_id, actor.user_id, option_id)
            return await _read_veto(writer, actor, poll_id)

        return await self.database.write(work, ("poll", poll_id))


async def _read_veto(reader: Reader, actor: Actor, poll_id: PollId) -> OwnVeto:
    poll = await get_poll(reader, actor.guild_id, poll_id)
    if poll.veto_threshold is None:
        raise UserError("polls.refused.no-vetoes")
    options = await polls.list_options(reader, poll_id)
    vetoed_id = await vetoes.find_veto(reader, poll_id, actor.user_id)
    return OwnVeto(poll, options, next((option for option in options if option.id == vetoed_id), None))
