"""Posts run-offs, each once, after the result of the poll that ended in a tie."""

import logging

from msgspec import Struct

from bot.core.clock import Clock
from bot.ids import MessageId
from bot.polls.delivery.channel import UnreadableHistory
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.rules.poll import Poll

log = logging.getLogger(__name__)


class RunOffPublisher(Struct, frozen=True):
    """Posts run-offs, and retries failed posts or gives them up, because no host waits for a reply."""

    publisher: PollPublisher
    clock: Clock

    async def post(self, poll: Poll) -> None:
        """Post a run-off unless an earlier attempt has posted it.

        If the channel cannot be used, close the run-off, so that lots decide the tie.
        """
        publisher = self.publisher
        failed = (await publisher.delivery.count_message_attempt(poll.id)).failed_count
        await self._retry_in(publisher.retry_policy.retry_delay(failed), poll)
        try:
            message = await self._find_or_send(poll, is_first=failed == 0)
        except UnreadableHistory:
            await self._retry_in(publisher.retry_policy.forbidden_retry_delay(failed), poll)
        except Exception as error:  # noqa: BLE001  # any failure is retried later or given up
            log.warning("run-off not posted poll=%d error=%r", poll.id, error)
            if reason := publisher.unreachable_reason(error, failed):
                await publisher.lifecycle.mark_unreachable(poll.guild_id, poll.id, reason, self.clock())
            else:
                await self._retry_in(publisher.retry_delay(error, failed), poll)
        else:
            await publisher.mark_posted(poll, message)

    async def _find_or_send(self, poll: Poll, *, is_first: bool) -> MessageId:
        publisher = self.publisher
        if not is_first and (message := await publisher.find_message(poll)):
            return message
        await publisher.lifecycle.restart_duration(poll.guild_id, poll.id, self.clock())
        return await publisher.send_message(await publisher.views.get(poll.guild_id, poll.id))

    async def _retry_in(self, seconds: int, poll: Poll) -> None:
        await self.publisher.delivery.defer_refresh(poll.guild_id, poll.id, self.clock() + seconds)
