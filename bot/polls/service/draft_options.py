"""What a host types, and what becomes of it in a draft. No Discord here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.rules.film import FilmSummary
from bot.films.rules.finder.external_ids import has_id
from bot.films.rules.finder.finder import Ambiguous, Found, NotFound
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.polls.queries import draft_options, drafts
from bot.polls.rules.actor import Actor
from bot.polls.rules.add_options.list_markers import strip_list_markers
from bot.polls.rules.add_options.triage import AddOptionsResult, triage_options
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, Option, OptionContent, clean_input, is_same_option, without_duplicates

FEWEST_FILMS_OF_A_LIST = 2
"""Films named on one line, from which on it is cut: "Girl, Interrupted" may well be one title that we do not know."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """Adds what people type to drafts, and settles which films they meant."""

    database: Database
    films: Films

    async def bring_films(self, actor: Actor, draft: int, typed: Sequence[str], now: int) -> AddOptionsResult:
        """Add films by what is typed of them, one a text; what is no film for certain is added as it was typed."""
        texts = _texts(typed)
        read = [one for text in texts[:MAX_OPTIONS] for one in await self._read_line(text, actor.guild_id)]
        wanted = [*(one for one in read if one), *(OptionContent(text) for text in texts[MAX_OPTIONS:])]
        return await self._bring(actor, draft, wanted, now, gone=read.count(None), are_films=True)

    async def bring_texts(self, actor: Actor, draft: int, typed: Sequence[str], now: int) -> AddOptionsResult:
        """Add options in the host's own words, one a text."""
        return await self._bring(actor, draft, [OptionContent(text) for text in _texts(typed)], now)

    async def meant(self, typed: str, server: int) -> tuple[FilmSummary, ...]:
        """The films that something typed may mean, likeliest first."""
        match await self.films.find(typed, server):
            case Found(film_id=key):
                keys: tuple[int, ...] = (key,)
            case Ambiguous(film_ids=keys) | NotFound(nearest=keys):
                pass
        return await self.films.summaries(keys, server)

    async def settle(self, actor: Actor, draft: int, option: int, film: int, now: int) -> Draft:
        """Make the film of an option that was typed; once settled, it stays. It goes if that film is there already.

        Other titles that were typed on the same line become options of their own.
        """
        headings = await self.films.summaries([film], actor.guild_id)
        if not headings:
            raise UserError("polls.refused.film-gone")
        typed = [one.label for one in (await _draft(self.database.reader, actor, draft)).options if one.id == option]
        beside = [one for line in typed for one in await self._titles_beside(line, film, actor.guild_id)]
        async with self.database.transaction() as writer:
            before = await _draft(writer, actor, draft)
            others, settled = [one for one in before.options if one.id != option], _film(headings[0])
            if any(one.id == option and one.film_id is None for one in before.options):
                if any(is_same_option(settled, one) for one in others):
                    await drafts.delete_option(writer, draft, option, now)
                else:
                    await draft_options.set_option_film(writer, draft, option, settled)
                await drafts.insert_options(writer, draft, without_duplicates(beside, [*others, settled]), now)
            return await _draft(writer, actor, draft)

    async def leave_out(self, actor: Actor, draft: int, options: Sequence[Option], now: int) -> Draft:
        """Take several options off."""
        async with self.database.transaction() as writer:
            await _draft(writer, actor, draft)
            for option in options:
                await drafts.delete_option(writer, draft, option.id, now)
            return await _draft(writer, actor, draft)

    async def leave_out_before(self, actor: Actor, draft: int, option: int) -> Draft:
        """Take everything off that was added before an option, if that is there."""
        async with self.database.transaction() as writer:
            before = await _draft(writer, actor, draft)
            if any(one.id == option for one in before.options):
                await draft_options.delete_options_before(writer, draft, option)
            return await _draft(writer, actor, draft)

    async def move(self, actor: Actor, draft: int, channel: int) -> None:
        """Let a draft be posted in this channel, if it is still there."""
        async with self.database.transaction() as writer:
            await draft_options.set_channel(writer, actor, draft, channel)

    async def _read_line(self, line: str, server: int) -> list[OptionContent | None]:
        """Return what a line means; several things if at least two films are named on it for certain."""
        whole = await self._read(line, server)
        if whole is None or (whole.film_id is not None and not has_id(line)):
            return [whole]
        titles = await self.films.split_titles(line, server)
        if sum(title.is_film for title in titles) < FEWEST_FILMS_OF_A_LIST:
            return [whole]
        read = [await self._read(title.text, server) for title in titles]
        has_others = any(one and one.film_id != whole.film_id for one in read)  # a title beside its own link has none
        return read if whole.film_id is None or has_others else [whole]

    async def _titles_beside(self, line: str, film: int, server: int) -> list[OptionContent]:
        """Return the other titles on a line that names a film for certain; none if no part of it is that film."""
        titles = await self.films.split_titles(line, server)
        own = [title for title in titles if title.is_film and await self._means(title.text, film, server)]
        return [OptionContent(title.text) for title in titles if title not in own] if own else []

    async def _means(self, text: str, film: int, server: int) -> bool:
        match await self.films.find(text, server):
            case Found(film_id=key):
                return key == film
            case Ambiguous(film_ids=keys):
                return film in keys
        return False

    async def _read(self, text: str, server: int) -> OptionContent | None:
        """The film that a text is for certain, else the text; None for a suggestion whose film has gone."""
        await asyncio.sleep(0)  # others have their turn between two titles
        match await self.films.find(text, server):
            case Found(film_id=key):
                headings = await self.films.summaries([key], server)
                return _film(headings[0]) if headings else None
        return (
            None
            if text.removeprefix(CHOICE_PREFIX).isdigit() and text.startswith(CHOICE_PREFIX)
            else OptionContent(text)
        )

    async def _bring(  # noqa: PLR0913  # what is told of it afterwards comes along
        self,
        actor: Actor,
        draft: int,
        wanted: Sequence[OptionContent],
        now: int,
        *,
        gone: int = 0,
        are_films: bool = False,
    ) -> AddOptionsResult:
        async with self.database.transaction() as writer:
            before = await _draft(writer, actor, draft)
            found = triage_options(wanted, before.options)
            await drafts.insert_options(writer, draft, found.new, now)
            after = await _draft(writer, actor, draft)
        new = after.options[len(before.options) :]
        unsure = tuple(option for option in new if option.film_id is None) if are_films else ()
        return AddOptionsResult(after, new, unsure, found, gone)


def _texts(typed: Sequence[str]) -> list[str]:
    texts = [text for text in map(clean_input, typed) if text]
    if not texts:
        raise UserError("polls.refused.option-empty")
    return strip_list_markers(texts)


def _film(heading: FilmSummary) -> OptionContent:
    return OptionContent(
        clean_input(heading.title_en), heading.id, clean_input(heading.title_ko or "") or None, heading.year
    )


async def _draft(reader: Reader, actor: Actor, key: int) -> Draft:
    draft = await drafts.find_draft(reader, actor, key)
    if draft is None:
        raise UserError("polls.refused.draft-gone")
    return draft
