"""`/film search`."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from discord import Interaction, app_commands

from bot.core.feature import CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import theme
from bot.core.text.translations import choice_text
from bot.films.cards.search import person_label, theme_label, years_label
from bot.films.handlers.search_pages import Searching
from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.films.rules.search.film_filter import MAX_CONDITION_LENGTH, MAX_RUNTIME_MINUTES, FilmFilter
from bot.films.rules.search.search_terms import quoted
from bot.films.rules.search.theme_match import find_theme
from bot.films.rules.search.years import parse_years
from bot.films.rules.watch_links import StreamingServices

Typed = app_commands.Range[str, 1, MAX_CONDITION_LENGTH]
Chosen = app_commands.Range[str, 1, theme.CHOICE_LIMIT]
Minutes = app_commands.Range[int, 1, MAX_RUNTIME_MINUTES]
Offer = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]


def add_search(film: app_commands.Group, core: CoreServices, searching: Searching) -> None:
    """Add `/film search` to `/film`."""
    text, vocabulary = core.translations.command_text, searching.showing.reference.vocabulary

    @film.command(name="search", description=text("films.command.search"))
    @app_commands.describe(
        words=text("films.search.option.words"),
        person=text("films.search.option.person"),
        theme=text("films.search.option.theme"),
        ending=text("films.search.option.ending"),
        years=text("films.search.option.years"),
        longest=text("films.search.option.longest"),
        service=text("films.search.option.service"),
    )
    @app_commands.choices(ending=_endings(vocabulary), service=_services(searching.showing.reference.services))
    @core.dispatcher.command("film search")
    async def search(  # noqa: PLR0913, PLR0917  # one for each condition, and Discord names each
        context: Context,
        words: Typed | None = None,
        person: Typed | None = None,
        theme: Typed | None = None,
        ending: Chosen | None = None,
        years: Typed | None = None,
        longest: Minutes | None = None,
        service: Chosen | None = None,
    ) -> None:
        film_filter = FilmFilter(
            words=_typed(words),
            person=_typed(person),
            themes=(find_theme(vocabulary, theme, context.user_text.language),) if theme else (),
            ending=ending,
            years=parse_years(years) if years else None,
            longest=longest,
            services=(service,) if service else (),
        )
        await searching.begin(context, film_filter)

    search.autocomplete("theme")(_offering(core, lambda context, query: _themes(searching, context, query)))
    search.autocomplete("person")(_offering(core, lambda context, query: _people(searching, context, query)))
    search.autocomplete("years")(_offering(core, lambda context, query: _years(searching, context, query)))


def _typed(text: str | None) -> str | None:
    return None if text is None else theme.clean(text)[:MAX_CONDITION_LENGTH]


def _endings(vocabulary: Vocabulary) -> list[app_commands.Choice[str]]:
    endings = [(key, term.label) for (kind, key), term in vocabulary.terms.items() if kind == "ending"]
    return [app_commands.Choice(name=choice_text(label), value=key) for key, label in endings]


def _services(services: StreamingServices) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=service.name, value=service.key) for service in services.by_key.values()]


def _offering(core: CoreServices, offered: Callable[[Context, str], Awaitable[Choices]]) -> Offer:
    """An autocompletion of discord.py's out of one that is given an `Ask`."""

    async def offer(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, offered)

    return offer


async def _themes(searching: Searching, context: Context, query: str) -> Choices:
    vocabulary = searching.showing.reference.vocabulary
    themes = await searching.searches.suggest_themes(query, context.user_text.language, context.guild_id)
    return _choices((theme_label(vocabulary, theme, context.user_text), theme) for theme in themes)


async def _people(searching: Searching, context: Context, query: str) -> Choices:
    """A whole name is given in quotes, so that Lee Han is not Lee Hanee."""
    people = await searching.searches.suggest_people(query, context.guild_id)
    named = (
        (person, theme.label(person.name(context.user_text.language), theme.CHOICE_LIMIT - len(quoted(""))))
        for person in people
    )
    return _choices((person_label(person, context.user_text), quoted(name)) for person, name in named)


async def _years(searching: Searching, context: Context, query: str) -> Choices:
    years = await searching.searches.suggest_years(query, context.guild_id)
    return _choices((years_label(one, context.user_text), str(one)) for one in years)


def _choices(offered: Iterable[tuple[str, str]]) -> Choices:
    return [app_commands.Choice(name=theme.label(name, theme.CHOICE_LIMIT), value=value) for name, value in offered]
