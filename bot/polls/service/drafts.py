"""What a host does before the start, and the start. No Discord here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.service.films import Films
from bot.polls.queries import drafts, launch, poll_limits, polls
from bot.polls.rules.actor import Actor
from bot.polls.rules.draft import AddedOptions, Draft, StartResult
from bot.polls.rules.option import (
    OptionContent,
    check_enough_options,
    clean_input,
    parse_options,
    parse_question,
    without_duplicates,
)
from bot.polls.rules.poll import MAX_ENDED_KEPT, check_open_limits
from bot.polls.rules.settings import PollSettings, TieBreak, resolve_deadline
from bot.polls.service.poll_lookup import get_poll

SEED_BYTES = 32
RandomBytes = Callable[[int], bytes]
"""Gives so many bytes that nobody can foresee, as `secrets.token_bytes` does."""


@dataclass(frozen=True, slots=True)
class DraftService:
    """Polls that are being prepared; somebody has one in a server, and nobody else may touch it."""

    database: Database
    films: Films
    random_bytes: RandomBytes

    async def create(self, actor: Actor, channel_id: int, settings: PollSettings, now: int) -> Draft:
        """Begin a draft, in the place of an earlier one."""
        resolve_deadline(settings.deadline, now)
        checked = replace(settings, question=parse_question(settings.question))
        async with self.database.transaction() as writer:
            return await _get_draft(writer, actor, await drafts.replace_draft(writer, actor, channel_id, checked, now))

    async def get_current(self, actor: Actor) -> Draft:
        """The draft that somebody has in a server; raises Refusal when there is none."""
        draft_id = await drafts.find_current_id(self.database.reader, actor)
        if draft_id is None:
            raise UserError("polls.refused.no-draft")
        return await _get_draft(self.database.reader, actor, draft_id)

    async def get(self, actor: Actor, draft_id: int) -> Draft:
        """A draft as it is now; raises Refusal when it was started, replaced or kept for too long."""
        return await _get_draft(self.database.reader, actor, draft_id)

    async def add_films(self, actor: Actor, draft_id: int, film_ids: Sequence[int], now: int) -> AddedOptions:
        """Add films by their keys, in the order given; raises Refusal when the server sees one of them not."""
        headings = await self.films.summaries(film_ids, actor.guild_id)
        if {heading.id for heading in headings} != set(film_ids):
            raise UserError("polls.refused.film-gone")
        requested = [
            OptionContent(
                clean_input(heading.title_en), heading.id, clean_input(heading.title_ko or "") or None, heading.year
            )
            for heading in headings
        ]
        return await self._add(actor, draft_id, requested, now)

    async def add_texts(self, actor: Actor, draft_id: int, typed: Sequence[str], now: int) -> AddedOptions:
        """Add options of free text, one a text."""
        return await self._add(actor, draft_id, parse_options(typed), now)

    async def _add(self, actor: Actor, draft_id: int, requested: Sequence[OptionContent], now: int) -> AddedOptions:
        async with self.database.transaction() as writer:
            new = without_duplicates(requested, (await _get_draft(writer, actor, draft_id)).options)
            await drafts.insert_options(writer, draft_id, new, now)
            duplicates = tuple(option for option in requested if option not in new)
            return AddedOptions(await _get_draft(writer, actor, draft_id), new, duplicates)

    async def remove_option(self, actor: Actor, draft_id: int, option_id: int, now: int) -> Draft:
        """Take an option off, if it is still there."""
        async with self.database.transaction() as writer:
            await _get_draft(writer, actor, draft_id)
            await drafts.delete_option(writer, draft_id, option_id, now)
            return await _get_draft(writer, actor, draft_id)

    async def update_settings(
        self, actor: Actor, draft_id: int, change: Callable[[PollSettings], PollSettings], now: int
    ) -> Draft:
        """Change what a draft decides: `lambda terms: replace(terms, secret=True)`."""
        async with self.database.transaction() as writer:
            before = (await _get_draft(writer, actor, draft_id)).settings
            settings = change(before)
            if settings.deadline != before.deadline:
                resolve_deadline(settings.deadline, now)
            await drafts.update_settings(
                writer, draft_id, replace(settings, question=parse_question(settings.question)), now
            )
            return await _get_draft(writer, actor, draft_id)

    async def discard(self, actor: Actor, draft_id: int) -> None:
        """Throw a draft away, if it is still there."""
        async with self.database.transaction() as writer:
            await drafts.delete_draft(writer, actor, draft_id)

    async def start(self, actor: Actor, draft_id: int, now: int, parent_channel_id: int | None = None) -> StartResult:
        """Start the poll of a draft; a second press is given the poll that was started.

        `parent` is the channel of the public thread that it starts in.
        """
        async with self.database.transaction() as writer:
            if running := await polls.find_by_draft(writer, actor, draft_id):
                return StartResult(running, is_new=False)
            draft = await _get_draft(writer, actor, draft_id)
            check_enough_options(draft.options)
            check_open_limits(*await poll_limits.count_open(writer, actor.guild_id, actor.user_id))
            closes_at = resolve_deadline(draft.settings.deadline, now)
            seed = self.random_bytes(SEED_BYTES).hex() if draft.settings.tie_break is TieBreak.DRAW else None
            poll_id = await launch.insert_poll(writer, draft, closes_at, seed, now, parent_channel_id=parent_channel_id)
            for host_id in (actor.user_id, None):
                await poll_limits.delete_oldest_finished(writer, actor.guild_id, host_id, MAX_ENDED_KEPT)
            return StartResult(await get_poll(writer, actor.guild_id, poll_id), is_new=True)

    async def restart_duration(self, guild_id: int, poll_id: int, now: int) -> None:
        """Let an open poll that is posted only now last as long as its host chose."""
        async with self.database.transaction() as writer:
            await launch.restart_duration(writer, guild_id, poll_id, now)

    async def revert_to_draft(self, guild_id: int, poll_id: int, now: int) -> bool:
        """Make a draft again of a poll that could not be posted; False when it was, or when people have voted."""
        async with self.database.transaction() as writer:
            await get_poll(writer, guild_id, poll_id)
            if await launch.has_begun(writer, poll_id):
                return False
            await launch.revert_to_draft(writer, poll_id, now)
            return True


async def _get_draft(reader: Reader, actor: Actor, draft_id: int) -> Draft:
    draft = await drafts.find_draft(reader, actor, draft_id)
    if draft is None:
        raise UserError("polls.refused.draft-gone")
    return draft
