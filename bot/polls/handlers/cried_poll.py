"""The `/poll cried` command: the ready-made poll "Which made you cry the most?"."""

from discord import app_commands
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.polls.handlers.draft.launch import check_can_post_poll
from bot.polls.handlers.draft.open_panel import DraftHandlers
from bot.polls.rules.draft import Draft
from bot.polls.rules.settings import PollSettings
from bot.tears.service.boards import Boards


class CriedPoll(Struct, frozen=True):
    """Starts the ready-made poll in one step, with the top of the server's cry board or the founding films."""

    draft: DraftHandlers
    boards: Boards

    async def start(self, context: Context) -> None:
        """Start the poll; raise UserError if the person has a draft with options, which would be lost."""
        check_can_post_poll(context)
        panel = self.draft.panel
        actor, now = panel.actor(context), panel.clock()
        await self._check_no_draft(context)
        settings = PollSettings(context.guild_text("tears.poll.question"))
        film_ids = await self.boards.candidates(actor.guild_id)
        draft = await panel.drafts.create(actor, context.channel_id, settings, now)
        await panel.drafts.add_films(actor, draft.id, film_ids, now)
        await self.draft.launch.start(context, str(draft.id))

    async def _check_no_draft(self, context: Context) -> None:
        draft = await self._find_current_draft(context)
        if draft and draft.options:
            raise UserError("tears.poll.draft-first")

    async def _find_current_draft(self, context: Context) -> Draft | None:
        try:
            return await self.draft.panel.drafts.get_current(self.draft.panel.actor(context))
        except UserError:
            return None


def add_cried_command(group: app_commands.Group, core: CoreServices, draft: DraftHandlers, boards: Boards) -> None:
    """Add `cried` to `/poll`."""
    poll = CriedPoll(draft, boards)

    @group.command(name="cried", description=core.translations.command_text("tears.poll.command"))
    @core.dispatcher.command("poll cried")
    async def cried(context: Context) -> None:
        await poll.start(context)
