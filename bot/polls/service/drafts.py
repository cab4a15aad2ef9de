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
from bot.polls.service.poll_lookup import poll_of

SEED_BYTES = 32
Chance = Callable[[int], bytes]
"""Gives so many bytes that nobody can foresee, as `secrets.token_bytes` does."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Polls that are being prepared; somebody has one in a server, and nobody else may touch it."""

    database: Database
    films: Films
    chance: Chance

    async def begin(self, actor: Actor, channel: int, settings: PollSettings, now: int) -> Draft:
        """Begin a draft, in the place of an earlier one."""
        resolve_deadline(settings.deadline, now)
        wanted = replace(settings, question=parse_question(settings.question))
        async with self.database.transaction() as writer:
            return await _draft(writer, actor, await drafts.replace_draft(writer, actor, channel, wanted, now))

    async def current(self, actor: Actor) -> Draft:
        """The draft that somebody has in a server; raises Refusal when there is none."""
        key = await drafts.find_current_id(self.database.reader, actor)
        if key is None:
            raise UserError("polls.refused.no-draft")
        return await _draft(self.database.reader, actor, key)

    async def draft(self, actor: Actor, draft: int) -> Draft:
        """A draft as it is now; raises Refusal when it was started, replaced or kept for too long."""
        return await _draft(self.database.reader, actor, draft)

    async def add_films(self, actor: Actor, draft: int, films: Sequence[int], now: int) -> AddedOptions:
        """Add films by their keys, in the order given; raises Refusal when the server sees one of them not."""
        headings = await self.films.summaries(films, actor.guild_id)
        if {heading.id for heading in headings} != set(films):
            raise UserError("polls.refused.film-gone")
        wanted = [
            OptionContent(clean_input(h.title_en), h.id, clean_input(h.title_ko or "") or None, h.year)
            for h in headings
        ]
        return await self._add(actor, draft, wanted, now)

    async def add_texts(self, actor: Actor, draft: int, typed: Sequence[str], now: int) -> AddedOptions:
        """Add options of free text, one a text."""
        return await self._add(actor, draft, parse_options(typed), now)

    async def _add(self, actor: Actor, draft: int, wanted: Sequence[OptionContent], now: int) -> AddedOptions:
        async with self.database.transaction() as writer:
            new = without_duplicates(wanted, (await _draft(writer, actor, draft)).options)
            await drafts.insert_options(writer, draft, new, now)
            known = tuple(one for one in wanted if one not in new)
            return AddedOptions(await _draft(writer, actor, draft), new, known)

    async def remove(self, actor: Actor, draft: int, option: int, now: int) -> Draft:
        """Take an option off, if it is still there."""
        async with self.database.transaction() as writer:
            await _draft(writer, actor, draft)
            await drafts.delete_option(writer, draft, option, now)
            return await _draft(writer, actor, draft)

    async def change(self, actor: Actor, draft: int, change: Callable[[PollSettings], PollSettings], now: int) -> Draft:
        """Change what a draft decides: `lambda terms: replace(terms, secret=True)`."""
        async with self.database.transaction() as writer:
            before = (await _draft(writer, actor, draft)).settings
            settings = change(before)
            if settings.deadline != before.deadline:
                resolve_deadline(settings.deadline, now)
            await drafts.update_settings(
                writer, draft, replace(settings, question=parse_question(settings.question)), now
            )
            return await _draft(writer, actor, draft)

    async def drop(self, actor: Actor, draft: int) -> None:
        """Throw a draft away, if it is still there."""
        async with self.database.transaction() as writer:
            await drafts.delete_draft(writer, actor, draft)

    async def start(self, actor: Actor, draft: int, now: int, parent: int | None = None) -> StartResult:
        """Start the poll of a draft; a second press is given the poll that was started.

        `parent` is the channel of the public thread that it starts in.
        """
        async with self.database.transaction() as writer:
            if running := await polls.find_by_draft(writer, actor, draft):
                return StartResult(running, is_new=False)
            prepared = await _draft(writer, actor, draft)
            check_enough_options(prepared.options)
            check_open_limits(*await poll_limits.count_open(writer, actor.guild_id, actor.user_id))
            closes = resolve_deadline(prepared.settings.deadline, now)
            seed = self.chance(SEED_BYTES).hex() if prepared.settings.tie_break is TieBreak.DRAW else None
            poll = await launch.insert_poll(writer, prepared, closes, seed, now, parent_channel_id=parent)
            for host in (actor.user_id, None):
                await poll_limits.delete_oldest_finished(writer, actor.guild_id, host, MAX_ENDED_KEPT)
            return StartResult(await poll_of(writer, actor.guild_id, poll), is_new=True)

    async def restart(self, server: int, poll: int, now: int) -> None:
        """Let an open poll that is posted only now last as long as its host chose."""
        async with self.database.transaction() as writer:
            await launch.restart_duration(writer, server, poll, now)

    async def take_back(self, server: int, poll: int, now: int) -> bool:
        """Make a draft again of a poll that could not be posted; False when it was, or when people have voted."""
        async with self.database.transaction() as writer:
            await poll_of(writer, server, poll)
            if await launch.has_begun(writer, poll):
                return False
            await launch.revert_to_draft(writer, poll, now)
            return True


async def _draft(reader: Reader, actor: Actor, key: int) -> Draft:
    draft = await drafts.find_draft(reader, actor, key)
    if draft is None:
        raise UserError("polls.refused.draft-gone")
    return draft
