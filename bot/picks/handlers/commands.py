"""The slash commands of picks."""

from collections.abc import Mapping

from discord import Interaction, app_commands

from bot.core.feature import Command, CoreServices
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.core.text import escaping, theme
from bot.core.text.translations import Translations, choice_text
from bot.films.cards.search import years_label
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.search.film_filter import MAX_RUNTIME_MINUTES
from bot.films.rules.search.years import MAX_YEARS_LENGTH, parse_years
from bot.films.rules.watch_links import StreamingServices
from bot.films.service.search import FilmSearch
from bot.picks.handlers.pick import PickHandlers
from bot.picks.handlers.preferences import PreferencesHandlers
from bot.picks.rules.moods import Mood
from bot.picks.rules.pick_filter import PickFilter

MinutesOption = app_commands.Range[int, 1, MAX_RUNTIME_MINUTES]
YearsOption = app_commands.Range[str, 1, MAX_YEARS_LENGTH]
ChoiceOption = app_commands.Range[str, 1, theme.CHOICE_LIMIT]
ENDINGS = ("hopeful", "bittersweet", "devastating")


def tearjerker_command(
    core: CoreServices, pick_handlers: PickHandlers, moods: Mapping[str, Mood], film_search: FilmSearch
) -> Command:
    """Build `/tearjerker`, which everyone may use everywhere."""
    text, reference = core.translations.command_text, pick_handlers.reference

    @app_commands.command(name="tearjerker", description=text("picks.command.tearjerker"))
    @app_commands.describe(
        mood=text("picks.command.mood"),
        ending=text("picks.command.ending"),
        service=text("picks.command.service"),
        on_mine=text("picks.command.on-mine"),
        max_minutes=text("picks.command.max-minutes"),
        years=text("picks.command.years"),
        tears=text("picks.command.tears"),
        calm=text("picks.command.calm"),
    )
    @app_commands.choices(
        mood=_labelled_choices({key: mood.label for key, mood in moods.items()}),
        ending=_ending_choices(core.translations),
        service=_service_choices(reference.services),
    )
    @app_commands.choices(tears=_tears_choices(reference.vocabulary))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("tearjerker")
    async def tearjerker(  # noqa: PLR0913  # discord.py derives the command's options from the parameters
        context: Context,
        *,
        mood: ChoiceOption | None = None,
        ending: ChoiceOption | None = None,
        service: ChoiceOption | None = None,
        on_mine: bool = False,
        max_minutes: MinutesOption | None = None,
        years: YearsOption | None = None,
        tears: int | None = None,
        calm: bool = False,
    ) -> None:
        year_range = parse_years(years) if years else None
        await pick_handlers.draw(
            context, PickFilter(mood, ending, service, on_mine, max_minutes, year_range, tears, calm)
        )

    @tearjerker.autocomplete("years")
    async def autocomplete_years(interaction: Interaction, query: str) -> Choices:
        return await core.dispatcher.autocomplete(
            interaction, query, lambda context, text: _suggest_years(film_search, context, text)
        )

    return tearjerker


def avoid_command(core: CoreServices, preferences_handlers: PreferencesHandlers) -> Command:
    """Build `/avoid`, which everyone may use everywhere."""

    @app_commands.command(name="avoid", description=core.translations.command_text("picks.command.avoid"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("avoid")
    async def avoid(context: Context) -> None:
        await preferences_handlers.open_panel(context)

    return avoid


def _labelled_choices(labels: Mapping[str, Mapping[str, str]]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=choice_text(label), value=key) for key, label in labels.items()]


def _ending_choices(words: Translations) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=words.command_text(f"picks.ending.{key}"), value=key) for key in ENDINGS]


def _service_choices(services: StreamingServices) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=service.name, value=service.key) for service in services.by_key.values()]


def _tears_choices(vocabulary: Vocabulary) -> list[app_commands.Choice[int]]:
    levels = [(key, term.label) for (kind, key), term in vocabulary.terms.items() if kind == "tears"]
    return [app_commands.Choice(name=choice_text(label), value=int(key)) for key, label in levels]


async def _suggest_years(film_search: FilmSearch, context: Context, query: str) -> Choices:
    suggested = await film_search.suggest_years(query, context.guild_id)
    return [
        app_commands.Choice(
            name=escaping.label(years_label(year_range, context.user_text), theme.CHOICE_LIMIT), value=str(year_range)
        )
        for year_range in suggested
    ]
