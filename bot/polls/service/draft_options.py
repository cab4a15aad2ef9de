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

MIN_FILMS_IN_LIST = 2
"""Films named on one line, from which on it is cut: "Girl, Interrupted" may well be one title that we do not know."""


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """Adds what people type to drafts, and settles which films they meant."""

    database: Database
    films: Films

    async def add_typed_films(self, actor: Actor, draft_id: int, typed: Sequence[str], now: int) -> AddOptionsResult:
        """Add films by what is typed of them, one a text; what is no film for certain is added as it was typed."""
        texts = _clean_texts(typed)
        parsed = [option for text in texts[:MAX_OPTIONS] for option in await self._parse_line(text, actor.guild_id)]
        requested = [*(option for option in parsed if option), *(OptionContent(text) for text in texts[MAX_OPTIONS:])]
        return await self._add(actor, draft_id, requested, now, missing_film_count=parsed.count(None), are_films=True)

    async def add_typed_texts(self, actor: Actor, draft_id: int, typed: Sequence[str], now: int) -> AddOptionsResult:
        """Add options in the host's own words, one a text."""
        return await self._add(actor, draft_id, [OptionContent(text) for text in _clean_texts(typed)], now)

    async def suggest_films(self, typed: str, guild_id: int) -> tuple[FilmSummary, ...]:
        """The films that something typed may mean, likeliest first."""
        match await self.films.find(typed, guild_id):
            case Found(film_id=found_id):
                film_ids: tuple[int, ...] = (found_id,)
            case Ambiguous(film_ids=film_ids) | NotFound(nearest=film_ids):
                pass
        return await self.films.summaries(film_ids, guild_id)

    async def set_option_film(self, actor: Actor, draft_id: int, option_id: int, film_id: int, now: int) -> Draft:
        """Make the film of an option that was typed; once settled, it stays. It goes if that film is there already.

        Other titles that were typed on the same line become options of their own.
        """
        headings = await self.films.summaries([film_id], actor.guild_id)
        if not headings:
            raise UserError("polls.refused.film-gone")
        typed = [
            option.label
            for option in (await _get_draft(self.database.reader, actor, draft_id)).options
            if option.id == option_id
        ]
        other_titles = [option for line in typed for option in await self._other_titles(line, film_id, actor.guild_id)]
        async with self.database.transaction() as writer:
            before = await _get_draft(writer, actor, draft_id)
            others, film_option = (
                [option for option in before.options if option.id != option_id],
                _film_option(headings[0]),
            )
            if any(option.id == option_id and option.film_id is None for option in before.options):
                if any(is_same_option(film_option, option) for option in others):
                    await drafts.delete_option(writer, draft_id, option_id, now)
                else:
                    await draft_options.set_option_film(writer, draft_id, option_id, film_option)
                await drafts.insert_options(
                    writer, draft_id, without_duplicates(other_titles, [*others, film_option]), now
                )
            return await _get_draft(writer, actor, draft_id)

    async def remove_options(self, actor: Actor, draft_id: int, options: Sequence[Option], now: int) -> Draft:
        """Take several options off."""
        async with self.database.transaction() as writer:
            await _get_draft(writer, actor, draft_id)
            for option in options:
                await drafts.delete_option(writer, draft_id, option.id, now)
            return await _get_draft(writer, actor, draft_id)

    async def remove_options_before(self, actor: Actor, draft_id: int, option_id: int) -> Draft:
        """Take everything off that was added before an option, if that is there."""
        async with self.database.transaction() as writer:
            before = await _get_draft(writer, actor, draft_id)
            if any(option.id == option_id for option in before.options):
                await draft_options.delete_options_before(writer, draft_id, option_id)
            return await _get_draft(writer, actor, draft_id)

    async def set_channel(self, actor: Actor, draft_id: int, channel_id: int) -> None:
        """Let a draft be posted in this channel, if it is still there."""
        async with self.database.transaction() as writer:
            await draft_options.set_channel(writer, actor, draft_id, channel_id)

    async def _parse_line(self, line: str, guild_id: int) -> list[OptionContent | None]:
        """Return what a line means; several things if at least two films are named on it for certain."""
        whole = await self._parse_title(line, guild_id)
        if whole is None or (whole.film_id is not None and not has_id(line)):
            return [whole]
        titles = await self.films.split_titles(line, guild_id)
        if sum(title.is_film for title in titles) < MIN_FILMS_IN_LIST:
            return [whole]
        read = [await self._parse_title(title.text, guild_id) for title in titles]
        has_others = any(
            option and option.film_id != whole.film_id for option in read
        )  # a title beside its own link has none
        return read if whole.film_id is None or has_others else [whole]

    async def _other_titles(self, line: str, film_id: int, guild_id: int) -> list[OptionContent]:
        """Return the other titles on a line that names a film for certain; none if no part of it is that film."""
        titles = await self.films.split_titles(line, guild_id)
        matching = [
            title for title in titles if title.is_film and await self._is_about_film(title.text, film_id, guild_id)
        ]
        return [OptionContent(title.text) for title in titles if title not in matching] if matching else []

    async def _is_about_film(self, text: str, wanted_id: int, guild_id: int) -> bool:
        match await self.films.find(text, guild_id):
            case Found(film_id=found_id):
                return found_id == wanted_id
            case Ambiguous(film_ids=film_ids):
                return wanted_id in film_ids
        return False

    async def _parse_title(self, text: str, guild_id: int) -> OptionContent | None:
        """The film that a text is for certain, else the text; None for a suggestion whose film has gone."""
        await asyncio.sleep(0)  # others have their turn between two titles
        match await self.films.find(text, guild_id):
            case Found(film_id=found_id):
                headings = await self.films.summaries([found_id], guild_id)
                return _film_option(headings[0]) if headings else None
        return (
            None
            if text.removeprefix(CHOICE_PREFIX).isdigit() and text.startswith(CHOICE_PREFIX)
            else OptionContent(text)
        )

    async def _add(  # noqa: PLR0913  # what is told of it afterwards comes along
        self,
        actor: Actor,
        draft_id: int,
        requested: Sequence[OptionContent],
        now: int,
        *,
        missing_film_count: int = 0,
        are_films: bool = False,
    ) -> AddOptionsResult:
        async with self.database.transaction() as writer:
            before = await _get_draft(writer, actor, draft_id)
            triage = triage_options(requested, before.options)
            await drafts.insert_options(writer, draft_id, triage.new, now)
            after = await _get_draft(writer, actor, draft_id)
        added = after.options[len(before.options) :]
        unmatched = tuple(option for option in added if option.film_id is None) if are_films else ()
        return AddOptionsResult(after, added, unmatched, triage, missing_film_count)


def _clean_texts(typed: Sequence[str]) -> list[str]:
    texts = [text for text in map(clean_input, typed) if text]
    if not texts:
        raise UserError("polls.refused.option-empty")
    return strip_list_markers(texts)


def _film_option(heading: FilmSummary) -> OptionContent:
    return OptionContent(
        clean_input(heading.title_en), heading.id, clean_input(heading.title_ko or "") or None, heading.year
    )


async def _get_draft(reader: Reader, actor: Actor, draft_id: int) -> Draft:
    draft = await drafts.find_draft(reader, actor, draft_id)
    if draft is None:
        raise UserError("polls.refused.draft-gone")
    return draft
