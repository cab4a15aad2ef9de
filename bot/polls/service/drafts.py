"""The use cases of drafts, their settings and their options."""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Lock, Reader, Writer
from bot.films.rules.film import FilmSummary
from bot.films.rules.finder.external_ids import has_id
from bot.films.rules.finder.finder import Ambiguous, Found, NotFound
from bot.films.service.films import CHOICE_PREFIX, Films
from bot.ids import ChannelId, DraftId, FilmId, GuildId, OptionId
from bot.polls.queries import drafts
from bot.polls.rules.add_options.list_markers import strip_list_markers
from bot.polls.rules.add_options.triage import AddOptionsResult, triage_options
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import (
    MAX_OPTIONS,
    Option,
    OptionContent,
    clean_input,
    is_same_option,
    parse_question,
    without_duplicates,
)
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import PollSettings, resolve_deadline

MIN_FILMS_IN_LIST = 2
"""How many films must be recognised on a line to split it: "Girl, Interrupted" could be one unknown title."""
SettingsChange = Callable[[PollSettings], PollSettings]


class DraftService(Struct, frozen=True):
    """Poll drafts; a person has at most one in a server, and only that person may change it."""

    database: Database
    films: Films

    async def create(self, actor: Actor, channel_id: ChannelId, settings: PollSettings, now: int) -> Draft:
        """Create a draft, replacing the person's earlier one; raise UserError for an invalid question or deadline."""
        resolve_deadline(settings.deadline, now)
        checked = replace(settings, question=parse_question(settings.question))
        return await self.database.write(
            lambda writer: _create(writer, actor, channel_id, checked, now), draft_lock(actor)
        )

    async def get_current(self, actor: Actor) -> Draft:
        """Return the draft that a person has in a server; raise UserError if there is none."""
        return await self.database.read(lambda reader: _get_current(reader, actor))

    async def get(self, actor: Actor, draft_id: DraftId) -> Draft:
        """Return the current state of a draft; raise UserError if it is gone, for example because it was started."""
        return await self.database.read(lambda reader: get_draft(reader, actor, draft_id))

    async def update_settings(self, actor: Actor, draft_id: DraftId, change: SettingsChange, now: int) -> Draft:
        """Change the settings of a draft, for example with `lambda settings: replace(settings, is_secret=True)`."""
        return await self.database.write(
            lambda writer: _update_settings(writer, actor, draft_id, change, now), draft_lock(actor)
        )

    async def set_channel(self, actor: Actor, draft_id: DraftId, channel_id: ChannelId) -> None:
        """Set the channel in which a draft will be posted, if the draft still exists."""
        await self.database.write(
            lambda writer: drafts.set_channel(writer, actor, draft_id, channel_id), draft_lock(actor)
        )

    async def discard(self, actor: Actor, draft_id: DraftId) -> None:
        """Delete a draft, if it still exists."""
        await self.database.write(lambda writer: drafts.delete_draft(writer, actor, draft_id), draft_lock(actor))

    async def add_films(
        self, actor: Actor, draft_id: DraftId, film_ids: Sequence[FilmId], now: int
    ) -> AddOptionsResult:
        """Add films by their ids, in the order given; raise UserError if one of them is not visible in the server."""
        summaries = await self.films.summaries(film_ids, actor.guild_id)
        if {summary.id for summary in summaries} != set(film_ids):
            raise UserError("polls.refused.film-gone")
        return await self.add_options(actor, draft_id, [_film_option(summary) for summary in summaries], now)

    async def add_typed_films(
        self, actor: Actor, draft_id: DraftId, user_inputs: Sequence[str], now: int
    ) -> AddOptionsResult:
        """Add films by their typed titles, one or several per text; a title without a certain match is kept as typed.

        Texts after the first `MAX_OPTIONS` are added as typed, without looking for films.
        """
        texts = _clean_texts(user_inputs)
        parsed = [option for text in texts[:MAX_OPTIONS] for option in await self._parse_line(text, actor.guild_id)]
        options = [*(option for option in parsed if option), *(OptionContent(text) for text in texts[MAX_OPTIONS:])]
        result = await self.add_options(actor, draft_id, options, now)
        unmatched = tuple(option for option in result.added if option.film_id is None)
        return replace(result, unmatched=unmatched, missing_film_count=parsed.count(None))

    async def add_typed_texts(
        self, actor: Actor, draft_id: DraftId, user_inputs: Sequence[str], now: int
    ) -> AddOptionsResult:
        """Add options in the host's own words, one per text, without looking for films."""
        return await self.add_options(actor, draft_id, [OptionContent(text) for text in _clean_texts(user_inputs)], now)

    async def add_options(
        self, actor: Actor, draft_id: DraftId, options: Sequence[OptionContent], now: int
    ) -> AddOptionsResult:
        """Add options in the order given; the result lists those that could not be added."""
        return await self.database.write(
            lambda writer: _add_triaged(writer, actor, draft_id, options, now), draft_lock(actor)
        )

    async def suggest_films(self, user_input: str, guild_id: GuildId) -> tuple[FilmSummary, ...]:
        """Return the films that a typed text could mean, most likely first."""
        match await self.films.find(user_input, guild_id):
            case Found(film_id=found_id):
                film_ids: tuple[FilmId, ...] = (found_id,)
            case Ambiguous(film_ids=film_ids) | NotFound(nearest=film_ids):
                pass
        return await self.films.summaries(film_ids, guild_id)

    async def read_option(self, user_input: str, guild_id: GuildId) -> OptionContent:
        """Return the film that a text certainly names, or the text itself; raise UserError for a film that is gone."""
        option = await self._parse_title(user_input, guild_id)
        if option is None:
            raise UserError("polls.refused.film-gone")
        return option

    async def set_option_film(
        self, actor: Actor, draft_id: DraftId, option_id: OptionId, film_id: FilmId, now: int
    ) -> Draft:
        """Replace a typed option with a film, or delete it if the film is already an option; never replace a film.

        Other titles that were typed on the same line become separate options.
        """
        summaries = await self.films.summaries([film_id], actor.guild_id)
        if not summaries:
            raise UserError("polls.refused.film-gone")
        options = (await self.get(actor, draft_id)).options
        lines = [option.label for option in options if option.id == option_id]
        others = [other for line in lines for other in await self._other_titles(line, film_id, actor.guild_id)]
        film = _film_option(summaries[0])
        return await self.database.write(
            lambda writer: _set_option_film(writer, actor, draft_id, option_id, film, others, now=now),
            draft_lock(actor),
        )

    async def remove_option(self, actor: Actor, draft_id: DraftId, option_id: OptionId, now: int) -> Draft:
        """Delete an option, if it still exists."""
        return await self._remove(actor, draft_id, [option_id], now)

    async def remove_options(self, actor: Actor, draft_id: DraftId, options: Sequence[Option], now: int) -> Draft:
        """Delete several options, if they still exist."""
        return await self._remove(actor, draft_id, [option.id for option in options], now)

    async def _remove(self, actor: Actor, draft_id: DraftId, option_ids: Sequence[OptionId], now: int) -> Draft:
        return await self.database.write(
            lambda writer: _remove_options(writer, actor, draft_id, option_ids, now), draft_lock(actor)
        )

    async def remove_options_before(self, actor: Actor, draft_id: DraftId, option_id: OptionId) -> Draft:
        """Delete every option that was added before this one, if this one exists."""
        return await self.database.write(
            lambda writer: _remove_options_before(writer, actor, draft_id, option_id), draft_lock(actor)
        )

    async def _parse_line(self, line: str, guild_id: GuildId) -> list[OptionContent | None]:
        """Return the options that a line means: several only if it certainly names at least two films.

        None stands for a suggested film that is gone.
        """
        whole = await self._parse_title(line, guild_id)
        if whole is None or (whole.film_id is not None and not has_id(line)):
            return [whole]
        titles = await self.films.split_titles(line, guild_id)
        if sum(title.is_film for title in titles) < MIN_FILMS_IN_LIST:
            return [whole]
        read = [await self._parse_title(title.text, guild_id) for title in titles]
        # A title beside its own link is one option.
        has_others = any(option and option.film_id != whole.film_id for option in read)
        return read if whole.film_id is None or has_others else [whole]

    async def _other_titles(self, line: str, film_id: FilmId, guild_id: GuildId) -> list[OptionContent]:
        """Return the titles on a line except those that can mean the film, or no titles if none can mean it."""
        titles = await self.films.split_titles(line, guild_id)
        matching = [
            title for title in titles if title.is_film and await self._can_mean_film(title.text, film_id, guild_id)
        ]
        return [OptionContent(title.text) for title in titles if title not in matching] if matching else []

    async def _can_mean_film(self, text: str, wanted_id: int, guild_id: GuildId) -> bool:
        match await self.films.find(text, guild_id):
            case Found(film_id=found_id):
                return found_id == wanted_id
            case Ambiguous(film_ids=film_ids):
                return wanted_id in film_ids
        return False

    async def _parse_title(self, text: str, guild_id: GuildId) -> OptionContent | None:
        """Return the film that a text certainly names, or the text itself, or None if a suggested film is gone."""
        await asyncio.sleep(0)  # lets other tasks run between two titles
        match await self.films.find(text, guild_id):
            case Found(film_id=found_id):
                summaries = await self.films.summaries([found_id], guild_id)
                return _film_option(summaries[0]) if summaries else None
        is_suggestion = text.startswith(CHOICE_PREFIX) and text.removeprefix(CHOICE_PREFIX).isdigit()
        return None if is_suggestion else OptionContent(text)


def draft_lock(actor: Actor) -> Lock:
    """Return the server's lock for drafts, starts and undone cancellations; the last two count its open polls."""
    return ("guild", actor.guild_id)


async def get_draft(reader: Reader, actor: Actor, draft_id: DraftId) -> Draft:
    """Return a draft of this person in this server; raise UserError if there is none."""
    draft = await drafts.find_draft(reader, actor, draft_id)
    if draft is None:
        raise UserError("polls.refused.draft-gone")
    return draft


async def _create(writer: Writer, actor: Actor, channel_id: ChannelId, settings: PollSettings, now: int) -> Draft:
    draft_id = await drafts.replace_draft(writer, actor, channel_id, settings, now)
    return await get_draft(writer, actor, draft_id)


async def _get_current(reader: Reader, actor: Actor) -> Draft:
    draft_id = await drafts.find_current_id(reader, actor)
    if draft_id is None:
        raise UserError("polls.refused.no-draft")
    return await get_draft(reader, actor, draft_id)


async def _update_settings(writer: Writer, actor: Actor, draft_id: DraftId, change: SettingsChange, now: int) -> Draft:
    before = (await get_draft(writer, actor, draft_id)).settings
    settings = change(before)
    if settings.deadline != before.deadline:
        resolve_deadline(settings.deadline, now)
    checked = replace(settings, question=parse_question(settings.question))
    await drafts.update_settings(writer, draft_id, checked, now)
    return await get_draft(writer, actor, draft_id)


async def _add_triaged(
    writer: Writer, actor: Actor, draft_id: DraftId, options: Sequence[OptionContent], now: int
) -> AddOptionsResult:
    before = await get_draft(writer, actor, draft_id)
    triage = triage_options(options, before.options)
    await drafts.insert_options(writer, draft_id, triage.new, now)
    after = await get_draft(writer, actor, draft_id)
    return AddOptionsResult(after, after.options[len(before.options) :], (), triage)


async def _set_option_film(  # noqa: PLR0913, PLR0917  # everything that is known before the transaction
    writer: Writer,
    actor: Actor,
    draft_id: DraftId,
    option_id: OptionId,
    film: OptionContent,
    others: Sequence[OptionContent],
    *,
    now: int,
) -> Draft:
    options = (await get_draft(writer, actor, draft_id)).options
    if any(option.id == option_id and option.film_id is None for option in options):
        remaining = [option for option in options if option.id != option_id]
        if any(is_same_option(film, option) for option in remaining):
            await drafts.delete_option(writer, draft_id, option_id, now)
        else:
            await drafts.set_option_film(writer, draft_id, option_id, film)
        await drafts.insert_options(writer, draft_id, without_duplicates(others, [*remaining, film]), now)
    return await get_draft(writer, actor, draft_id)


async def _remove_options(
    writer: Writer, actor: Actor, draft_id: DraftId, option_ids: Sequence[OptionId], now: int
) -> Draft:
    await get_draft(writer, actor, draft_id)
    for option_id in option_ids:
        await drafts.delete_option(writer, draft_id, option_id, now)
    return await get_draft(writer, actor, draft_id)


async def _remove_options_before(writer: Writer, actor: Actor, draft_id: DraftId, option_id: OptionId) -> Draft:
    before = await get_draft(writer, actor, draft_id)
    if any(option.id == option_id for option in before.options):
        await drafts.delete_options_before(writer, draft_id, option_id)
    return await get_draft(writer, actor, draft_id)


def _clean_texts(user_inputs: Sequence[str]) -> list[str]:
    texts = [text for text in map(clean_input, user_inputs) if text]
    if not texts:
        raise UserError("polls.refused.option-empty")
    return strip_list_markers(texts)


def _film_option(film: FilmSummary) -> OptionContent:
    return OptionContent(clean_input(film.title_en), film.id, clean_input(film.title_ko or "") or None, film.year)
