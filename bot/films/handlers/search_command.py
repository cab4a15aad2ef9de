"""The `/film search` command."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.core.text.translations import choice_text
from bot.films.cards.search import person_label, theme_label, years_label
from bot.films.handlers.search_pages import SearchHandlers
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.search.film_filter import MAX_CONDITION_LENGTH, MAX_RUNTIME_MINUTES, FilmFilter
from bot.films.rules.search.search_terms import quoted
from bot.films.rules.search.theme_match import find_theme
from bot.films.rules.search.years import parse_years
from bot.films.rules.watch_links import StreamingServices

TextOption = app_commands.Range[str, 1, MAX_CONDITION_LENGTH]
ChoiceOption = app_commands.Range[str, 1, theme.CHOICE_LIMIT]
MinutesOption = app_commands.Range[int, 1, MAX_RUNTIME_MINUTES]
Autocomplete = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]


def add_search_command(film: app_commands.Group, core: CoreServices, handlers: SearchHandlers) -> None:
    """Add `/film search` to `/film`."""
    text, vocabulary = core.translations.command_text, handlers.film_cards.reference.vocabulary

    @film.command(name="search", description=text("films.command.search"))
    @app_commands.describe(
        words=text("films.search.option.words"),
        person=text("films.search.option.person"),
        theme=text("films.search.option.theme"),
        ending=text("films.search.option.ending"),
        years=text("films.search.option.years"),
        longest=text("films.search.option.longest"),
        service=text("films.search.option.service"),
        on_mine=text("films.search.option.on-mine"),
    )
    @app_commands.choices(
        ending=_ending_choices(vocabulary), service=_service_choices(handlers.film_cards.reference.services)
    )
    @core.dispatcher.command("film search")
    async def search(  # noqa: PLR0913, PLR0917  # discord.py derives the command's options from the parameters
        context: Context,
        words: TextOption | None = None,
        person: TextOption | None = None,
        theme: TextOption | None = None,
        ending: ChoiceOption | None = None,
        years: TextOption | None = None,
        longest: MinutesOption | None = None,
        service: ChoiceOption | None = None,
        *,
        on_mine: bool = False,
    ) -> None:
        language = context.user_text.language
        film_filter = FilmFilter(
            words=_clean_text(words),
            person=_clean_text(person),
            # In a thread, because an unknown theme may import rapidfuzz.
            themes=(await asyncio.to_thread(find_theme, vocabulary, theme, language),) if theme else (),
            ending=ending,
            years=parse_years(years) if years else None,
            max_minutes=longest,
            services=(service,) if service else (),
            on_mine=on_mine,
        )
        await handlers.start(context, film_filter)

    search.autocomplete("theme")(_autocomplete(core, lambda context, query: _suggest_themes(handlers, context, query)))
    search.autocomplete("person")(_autocomplete(core, lambda context, query: _suggest_people(handlers, context, query)))
    search.autocomplete("years")(_autocomplete(core, lambda context, query: _suggest_years(handlers, context, query)))


def _clean_text(text: str | None) -> str | None:
    return None if text is None else escaping.clean(text)[:MAX_CONDITION_LENGTH]


def _ending_choices(vocabulary: Vocabulary) -> list[app_commands.Choice[str]]:
    endings = [(key, term.label) for (kind, key), term in vocabulary.terms.items() if kind == "ending"]
    return [app_commands.Choice(name=choice_text(label), value=key) for key, label in endings]


def _service_choices(services: StreamingServices) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=service.name, value=service.key) for service in services.by_key.values()]


def _autocomplete(core: CoreServices, suggest: Callable[[Context, str], Awaitable[Choices]]) -> Autocomplete:
    """Return an autocomplete callback for discord.py that calls `suggest` with a `Context`."""

    async def autocomplete(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, suggest)

    return autocomplete


async def _suggest_themes(handlers: SearchHandlers, context: Context, query: str) -> Choices:
    vocabulary = handlers.film_cards.reference.vocabulary
    themes = await handlers.film_search.suggest_themes(query, context.user_text.language, context.guild_id)
    return _to_choices((theme_label(vocabulary, theme, context.user_text), theme) for theme in themes)


async def _suggest_people(handlers: SearchHandlers, context: Context, query: str) -> Choices:
    """Return people as choices whose values are quoted names, so that Lee Han does not also find Lee Hanee."""
    people = await handlers.film_search.suggest_people(query, context.guild_id)
    named = (
        (person, escaping.label(person.name(context.user_text.language), theme.CHOICE_LIMIT - len(quoted(""))))
        for person in people
    )
    return _to_choices((person_label(person, context.user_text), quoted(name)) for person, name in named)


async def _suggest_years(handlers: SearchHandlers, context: Context, query: str) -> Choices:
    years = await handlers.film_search.suggest_years(query, context.guild_id)
    return _to_choices((years_label(years_range, context.user_text), str(years_range)) for years_range in years)


def _to_choices(labels: Iterable[tuple[str, str]]) -> Choices:
    return [app_commands.Choice(name=escaping.label(name, theme.CHOICE_LIMIT), value=value) for name, value in labels]
