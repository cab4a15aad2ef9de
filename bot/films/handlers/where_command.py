"""The `/where` command."""

import asyncio
from collections.abc import Mapping
from typing import Final

from discord import Interaction, app_commands
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import Command, CoreServices
from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import link_button
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.watching import all_watch_links
from bot.films.cards.where import everywhere_card, where_card
from bot.films.handlers.film_card import FilmCardHandlers
from bot.films.handlers.film_command import TitleOption, resolve_title, suggest_titles
from bot.films.rules.film import Film
from bot.films.rules.watching import WatchInfo
from bot.ids import FilmId
from bot.settings.rules.countries import POPULAR_COUNTRIES, find_countries, suggested_countries
from bot.settings.rules.locale_data import LocaleData, load_locale_data
from bot.settings.rules.time_zones import load_search_data

ANYWHERE: Final = "anywhere"
MAX_COUNTRY_LENGTH: Final = 60
CountryOption = app_commands.Range[str, 0, MAX_COUNTRY_LENGTH]


class WhereHandlers(Struct, frozen=True):
    """Publicly shows where a film can be watched."""

    film_cards: FilmCardHandlers

    async def answer(self, context: Context, title: str, typed_country: str) -> None:
        """Show where to watch a film, in one country or anywhere.

        If the title does not name exactly one film, reply with suggestions instead. Otherwise, if TMDB is in use but no
        country is known, privately ask the person for their country.
        """
        await asyncio.to_thread(load_search_data)
        country = await self._resolve_country(context, typed_country)
        film_id = await resolve_title(context, self.film_cards, title)
        if film_id is None:
            return
        availability = self.film_cards.updates.availability
        if country is None and availability.tmdb.is_enabled:
            await self.film_cards.ask_country(context)
            return
        await self._show(context, film_id, country)

    async def _show(self, context: Context, film_id: FilmId, country: str | None) -> None:
        film = await self.film_cards.films.film(film_id, context.guild_id)

        async def draw() -> Answer:
            render = self._everywhere if country == ANYWHERE else self._in_country
            return await render(context, film, country)

        shown = await draw()
        await context.reply(shown, private=False)
        self.film_cards.updates.edit_after_refresh(film, shown, draw, context.edit_answer)

    async def _in_country(self, context: Context, film: Film, country: str | None) -> Answer:
        localize, cards = context.guild_text, self.film_cards
        watch_info = await cards.updates.availability.watch_info(film, country, localize.language)
        links = all_watch_links(film, cards.reference.services, localize, watch_info)
        picture = await cards.pictures.find(film, context.home_guild_id, localize)
        return Answer.from_card(
            where_card(film, cards.reference, watch_info, localize), [link_button(*link) for link in links], picture
        )

    async def _everywhere(self, context: Context, film: Film, _: str | None) -> Answer:
        localize, cards = context.guild_text, self.film_cards
        own = await cards.updates.availability.settings.country(context.user_id, context.home_guild_id)
        by_country = await self._by_country(film, own, localize)
        picture = await cards.pictures.find(film, context.home_guild_id, localize)
        links = all_watch_links(film, cards.reference.services, localize)
        buttons = [link_button(*link) for link in links] if not by_country else []
        return Answer.from_card(everywhere_card(film, cards.reference, by_country, localize), buttons, picture)

    async def _by_country(self, film: Film, own: str | None, localize: Localizer) -> Mapping[str, WatchInfo]:
        """Return what JustWatch lists in each country: the person's own first, then popular ones, then others."""
        availability, locale_data = self.film_cards.updates.availability, load_locale_data()
        movie, language = await availability.movie(film), localize.language
        known = [code for code in (movie.countries if movie else ()) if code in locale_data.zones_by_country]
        popular = {code: index for index, code in enumerate(POPULAR_COUNTRIES)}
        by_name = sorted(known, key=lambda code: locale_data.country_name(code, language))
        ordered = sorted(by_name, key=lambda code: (code != own, popular.get(code, len(popular))))
        return {code: await availability.watch_info(film, code, language) for code in ordered}

    async def _resolve_country(self, context: Context, user_input: str) -> str | None:
        if not user_input.strip():
            settings = self.film_cards.updates.availability.settings
            return await settings.country(context.user_id, context.home_guild_id)
        if escaping.label(user_input).casefold() in {ANYWHERE, *self._words_for_anywhere(context)}:
            return ANYWHERE
        matches = await asyncio.to_thread(find_countries, load_locale_data(), user_input)
        if not matches.is_unambiguous:
            shown = escaping.escape_markdown(user_input, MAX_COUNTRY_LENGTH) or escaping.ELLIPSIS
            raise UserError("films.where.unknown-country", typed=shown)
        return matches.keys[0]

    def _words_for_anywhere(self, context: Context) -> set[str]:
        return {localize("films.where.anywhere").casefold() for localize in (context.user_text, context.guild_text)}

    async def suggest_countries(self, context: Context, query: str) -> Choices:
        """Return Anywhere, then the countries that a partly typed text may mean; for an empty text, popular ones."""
        locale_data, localize = await asyncio.to_thread(load_search_data), context.user_text
        if query.strip():
            codes = (await asyncio.to_thread(find_countries, locale_data, query)).keys
        else:
            codes = suggested_countries(locale_data, None, localize.language)
        anywhere = app_commands.Choice(name=localize("films.where.anywhere"), value=ANYWHERE)
        return [anywhere, *_choices(codes[: theme.SELECT_OPTIONS_LIMIT - 1], locale_data, localize)]


def _choices(codes: tuple[str, ...], locale_data: LocaleData, localize: Localizer) -> Choices:
    return [
        app_commands.Choice(name=locale_data.country_name(code, localize.language)[: theme.CHOICE_LIMIT], value=code)
        for code in codes
    ]


def where_command(core: CoreServices, handlers: WhereHandlers) -> Command:
    """Build `/where`, which also works outside servers."""
    text = core.translations.command_text

    @app_commands.command(name="where", description=text("films.command.where"))
    @app_commands.describe(film=text("films.command.title"), country=text("films.command.country"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("where")
    async def where(context: Context, film: TitleOption, country: CountryOption = "") -> None:
        await handlers.answer(context, film, country)

    @where.autocomplete("film")
    async def autocomplete_film(interaction: Interaction, query: str) -> Choices:
        films = handlers.film_cards.films
        return await core.dispatcher.autocomplete(
            interaction, query, lambda context, user_input: suggest_titles(films, context, user_input)
        )

    @where.autocomplete("country")
    async def autocomplete_country(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(interaction, query, handlers.suggest_countries)

    return where
