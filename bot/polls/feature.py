"""Assembles the polls feature."""

import json
from pathlib import Path
from random import Random

from discord import app_commands

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.feature import CoreServices, ErasureHook, Feature, Shortcut
from bot.films.card_updates import CardUpdates
from bot.films.film_pictures import FilmPictures
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.ids import UserId
from bot.picks.rules.preferences import all_preferences
from bot.picks.service.preferences import Preferences
from bot.picks.service.sampler import FilmSampler, film_sampler
from bot.polls.delivery.channel import ClientGetter, PollChannel
from bot.polls.delivery.hosts import HostDirectory
from bot.polls.delivery.jobs import MessageRefresher, PollCloser
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.handlers.draft.commands import add_draft_commands
from bot.polls.handlers.draft.open_panel import OPEN, DraftHandlers, build_draft_handlers
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.handlers.manage_commands import add_manage_commands
from bot.polls.handlers.vote import AvoidedNotes, VoteHandlers
from bot.polls.personal_data import PERSONAL_DATA
from bot.polls.render import PollRenderer
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.drafts import DraftService
from bot.polls.service.lifecycle import POLLS_TOPIC, PollLifecycle
from bot.polls.service.streaming import StreamingCounter
from bot.polls.service.views import PollReader
from bot.polls.service.votes import VoteService
from bot.settings.service import SettingsService


def polls_feature(  # noqa: PLR0913  # app.py builds each of these once
    core: CoreServices,
    films: Films,
    settings: SettingsService,
    data: Path,
    *,
    reference: ReferenceData,
    random: Random,
    client: ClientGetter,
    pictures: FilmPictures,
) -> Feature:
    """Build polls on films and anything else; `client` returns the client, which is created after its features."""
    database, clock = core.database, core.clock
    drafts, votes, views = DraftService(database, films), VoteService(database), PollReader(database)
    lifecycle, delivery = PollLifecycle(database, random.randbytes), DeliveryService(database)
    streaming = StreamingCounter(database, films, pictures.availability)
    renderer = PollRenderer(films, reference, CardUpdates(pictures.availability), pictures, streaming)
    channel, hosts = PollChannel(client, core.translations, core.locales), HostDirectory(client)
    publisher = PollPublisher(channel, hosts, renderer, lifecycle, delivery, views, clock)
    refresher = MessageRefresher(lifecycle, delivery, publisher, clock)
    closer = PollCloser(lifecycle, delivery, publisher, refresher, clock)
    vote = VoteHandlers(votes, views, renderer, clock, _avoided_notes_of(settings, reference), refresher.poll_changed)
    manage = ManageHandlers(lifecycle, views, renderer, clock, closer.job.wake)
    sampling = _sampling(core, data, reference, random, pictures.availability)
    draft = build_draft_handlers(
        clock, drafts, films, settings, lifecycle=lifecycle, views=views, publisher=publisher, sampling=sampling
    )
    return Feature(
        "polls",
        commands=[_group(core, draft, manage)],
        components={**vote.components(), **manage.components(), **draft.components()},
        modals=draft.modals(),
        personal_data=PERSONAL_DATA,
        jobs=[closer.job, refresher.job],
        on_guild_available=closer.guild_available,
        on_guild_remove=closer.guild_removed,
        on_ready=closer.guilds_ready,
        on_change={POLLS_TOPIC: closer.polls_changed},
        shortcuts={"start-poll": Shortcut("polls.panel.shortcut", OPEN, is_for_guilds=True)},
        card_buttons=draft.film_card_buttons,
        search_buttons=draft.search_buttons,
        on_erased=_erasure_hook(votes, lifecycle, hosts, refresher),
        gauges=lambda: delivery.measure_backlog(clock()),
        looks_at_channels={"poll", *manage.components(), *draft.components(), *draft.modals()},
    )


def _erasure_hook(
    votes: VoteService, lifecycle: PollLifecycle, hosts: HostDirectory, refresher: MessageRefresher
) -> ErasureHook:
    def on_erased(erased_id: int) -> None:
        user_id = UserId(erased_id)  # a server's id matches no user
        votes.forget_user(user_id)
        hosts.forget(user_id)
        lifecycle.closed_views.clear()
        refresher.job.wake()  # open polls must now be shown without this person's votes

    return on_erased


def _group(core: CoreServices, draft: DraftHandlers, manage: ManageHandlers) -> app_commands.Group:
    """Return `/poll`, which exists only where the bot is a member, because it must be able to close its polls."""
    group = app_commands.Group(
        name="poll",
        description=core.translations.command_text("polls.running.poll"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    add_draft_commands(group, core, draft)
    add_manage_commands(group, core, manage)
    return group


def _avoided_notes_of(settings: SettingsService, reference: ReferenceData) -> AvoidedNotes:
    avoiding = Preferences(settings.database, settings, all_preferences(reference))

    async def avoided_notes(person: UserId) -> tuple[str, ...]:
        return (await avoiding.find(person)).notes

    return avoided_notes


def _sampling(
    core: CoreServices, data: Path, reference: ReferenceData, random: Random, availability: FilmAvailability
) -> FilmSampler:
    file = data / "vocabulary.json"
    try:
        vocabulary = json.loads(file.read_text(encoding="utf-8"))
        return film_sampler(core.database, vocabulary, reference, random, availability=availability)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The moods in {data.name}/{file.name} are broken ({error!r}): restore the file from git."
        raise StartupError(message, ExitCode.DATA_BROKEN) from error
