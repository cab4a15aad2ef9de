"""What can be pressed on a poll's message: votes, one's own ballot, the films, who voted, how it was counted."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.context import Context
from bot.films.service.films import parse_id
from bot.polls.cards.result import counted_card, draw_file
from bot.polls.cards.vote import ballot_card, films_card, vote_card, voters_card
from bot.polls.permissions import POLL_NOT_FOUND, actor_of, check_can_see_poll
from bot.polls.render import BALLOT, COUNTING, FILMS, RESULT_SUFFIX, VOTE, VOTERS, PollRenderer, film_select
from bot.polls.rules.ballot import ButtonPress, VoteReceipt
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.polls import PollServices

Avoids = Callable[[int], Awaitable[Collection[str]]]
"""The content notes that a person keeps away from, by their keys."""
Changed = Callable[[int], None]
"""Is told which poll was voted on."""
DRAW_FILE = "draw.txt"


@dataclass(frozen=True, slots=True)
class Voting:
    """Takes votes; each is answered once it is committed, privately, whatever becomes of the message."""

    polls: PollServices
    drawing: PollRenderer
    clock: Clock
    avoids: Avoids
    changed: Changed

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls on a poll's message do."""
        return {
            VOTE: self._vote,
            BALLOT: self._ballot,
            FILMS: self._films,
            VOTERS: self._who,
            COUNTING: self._counted,
        }

    async def _vote(self, context: Context, rest: str) -> None:
        poll, _, option = rest.partition(":")
        pressed = await self._pressed(context, parse_id(poll), parse_id(option))
        self.changed(pressed.poll.id)
        vocabulary = self.drawing.reference.vocabulary
        await context.reply_private(
            vote_card(pressed, await self._avoided(pressed, context.user_id), vocabulary, context.user_text)
        )

    async def _pressed(self, context: Context, poll: int, option: int) -> VoteReceipt:
        """Vote in a poll of this channel; in one of another channel only where the person may view that."""
        actor, now, on = actor_of(context), self.clock(), context.interaction.message
        press = ButtonPress(option, context.interaction.id, context.interaction.channel_id or 0, context.name)
        try:
            return await self.polls.votes.cast_vote(actor, poll, option, now, on.id if on else None, press=press)
        except UserError as no:
            if no.key != POLL_NOT_FOUND:
                raise
        seen = (await self._shown(context, str(poll))).poll
        return await self.polls.votes.cast_vote(actor, poll, option, now, press=replace(press, channel=seen.channel_id))

    async def _avoided(self, pressed: VoteReceipt, person: int) -> list[str]:
        """What the person keeps away from and has just voted for; few films have anything to ask them about."""
        is_chosen = pressed.option in pressed.chosen
        strong = await self.drawing.strong_notes(pressed.poll, pressed.option) if is_chosen else ()
        avoids = await self.avoids(person) if strong else ()
        return [note for note in strong if note in avoids]

    async def _ballot(self, context: Context, rest: str) -> None:
        await self._shown(context, rest)
        ballot = await self.polls.votes.get_ballot(actor_of(context), parse_id(rest))
        await context.reply_private(ballot_card(ballot, self.clock(), context.user_text))

    async def _films(self, context: Context, rest: str) -> None:
        shown = await self._shown(context, rest)
        if not any(option.film_id for option in shown.options):
            raise UserError("polls.vote.no-films")
        await context.reply_private(films_card(context.user_text), [film_select(shown, context.user_text)])

    async def _who(self, context: Context, rest: str) -> None:
        shown = await self._shown(context, rest)
        if shown.voters is None:
            raise UserError("polls.vote.who-secret" if shown.poll.is_secret else "polls.vote.who-hidden")
        await context.reply_private(voters_card(shown, context.user_text))

    async def _counted(self, context: Context, rest: str) -> None:
        shown = await self._shown(context, rest.removesuffix(RESULT_SUFFIX))
        drawn = shown.outcome and shown.outcome.tickets
        await context.reply_private(
            counted_card(shown, context.user_text), file=(DRAW_FILE, draw_file(shown)) if drawn else None
        )

    async def _shown(self, context: Context, rest: str) -> PollView:
        shown = await self.polls.views.get(context.guild_id or 0, parse_id(rest))
        check_can_see_poll(context, shown.poll)
        return shown
