"""Opens a run-off when a poll with this tie break ends in a tie: a poll of 24 hours between the options that tied."""

from bot.core.storage.sql import Writer
from bot.polls.queries import delivery, run_offs
from bot.polls.rules.counting.run_off import needs_run_off, run_off_method
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.views import get_view


async def open_run_off(writer: Writer, closed: PollView, seed: str, now: int) -> PollView:
    """Insert the run-off of a poll that this unit of work closed, if it needs one; return the closed poll's view.

    A poll closes only once, so this happens once. A unique index would refuse a second run-off.
    """
    poll, outcome = closed.poll, closed.outcome
    if outcome is None or not needs_run_off(poll, outcome):
        return closed
    method = run_off_method(poll.method, len(outcome.tied))
    run_off_id = await run_offs.insert_run_off(writer, poll, outcome.tied, method, seed, now)
    await delivery.insert_message(writer, run_off_id)
    return await get_view(writer, poll.guild_id, poll.id)
