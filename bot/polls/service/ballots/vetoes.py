"""The use cases of vetoes: if a poll allows vetoes, each person can veto one option, and withdraw the veto."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import OptionId, PollId
from bot.polls.queries import polls, vetoes
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.service.views import get_poll

PollCheck = Callable[[Poll], None]


def nothing_to_check(_: Poll) -> None:
    """Let everyone see a poll."""


class OwnVeto(Struct, frozen=True):
    """The option that a person vetoed, or None, and all options of the poll."""

    poll: Poll
    options: tuple[Option, ...]
    option: Option | None


class VetoService(Struct, frozen=True):
    """Writes vetoes, and shows each person only their own."""

    database: Database

    async def get_veto(self, actor: Actor, poll_id: PollId, check_visible: PollCheck = nothing_to_check) -> OwnVeto:
        """Return a person's own veto; `check_visible` raises UserError if the person may not see the poll."""
        return await self.database.read(lambda reader: _read_veto(reader, actor, poll_id, check_visible))

    async def set_veto(
        self,
        actor: Actor,
        poll_id: PollId,
        option_id: OptionId | None,
        now: int,
        *,
        check_visible: PollCheck = nothing_to_check,
    ) -> OwnVeto:
        """Replace a person's veto, or withdraw it if `option_id` is None; the change is committed on return.

        `check_visible` raises UserError if the person may not see the poll; then nothing is changed.
        """

        async def work(writer: Writer) -> OwnVeto:
            before = await _read_veto(writer, actor, poll_id, check_visible)
            check_accepts_votes(before.poll, now)
            option = next((option for option in before.options if option.id == option_id), None)
            if option is None and option_id is not None:
                raise UserError("polls.refused.gone")
            if option != before.option:
                await vetoes.save_veto(writer, poll_id, actor.user_id, option_id)
            return replace(before, option=option)

        return await self.database.write(work, ("poll", poll_id))


async def _read_veto(reader: Reader, actor: Actor, poll_id: PollId, check_visible: PollCheck) -> OwnVeto:
    poll = await get_poll(reader, actor.guild_id, poll_id)
    check_visible(poll)
    if poll.veto_threshold is None:
        raise UserError("polls.refused.no-vetoes")
    options = await polls.list_options(reader, poll_id)
    vetoed_id = await vetoes.find_veto(reader, poll_id, actor.user_id)
    return OwnVeto(poll, options, next((option for option in options if option.id == vetoed_id), None))
