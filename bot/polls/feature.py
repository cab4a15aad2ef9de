"""Assembles the polls feature."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

from discord import app_commands

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.feature import ComponentHandler, CoreServices, ErasureHook, Feature, Shortcut
from bot.films.card_updates import CardUpdates
from bot.films.film_pictures import FilmPictures
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.ids import GuildId, UserId
from bot.picks.service.sampler import FilmSampler, film_sampler
from bot.polls.delivery.channel import ClientGetter, PollChannel
from bot.polls.delivery.hosts import HostDirectory
from bot.polls.delivery.jobs import MessageRefresher, PollCloser
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.delivery.run_offs import RunOffPublisher
from bot.polls.handlers.ballots.rank import RankHandlers
from bot.polls.handlers.ballots.veto import VetoHandlers
from bot.polls.handlers.ballots.warnings import ContentWarnings
from bot.polls.handlers.cried_poll import add_cried_command
from bot.polls.handlers.draft.commands import add_draft_commands
from bot.polls.handlers.draft.open_panel import OPEN, DraftHandlers, build_draft_handlers
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.handlers.manage_commands import add_extend_command, add_manage_commands
from bot.polls.handlers.management.exports import ExportHandlers
from bot.polls.handlers.management.extend import ExtendHandlers
from bot.polls.handlers.management.policy import PolicyHandlers
from bot.polls.handlers.management.repeat import RepeatHandlers
from bot.polls.handlers.management.suggest import SuggestHandlers
from bot.polls.handlers.vote import VoteHandlers
from bot.polls.handlers.voters import VoterHandlers
from bot.polls.personal_data import PERSONAL_DATA
from bot.polls.render import PollRenderer
from bot.polls.result_pictures import ResultPictures
from bot.polls.service.ballots.rankings import RankingService
from bot.polls.service.ballots.vetoes import VetoService
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.drafts import DraftService
from bot.polls.service.lifecycle import POLLS_TOPIC, PollLifecycle
from bot.polls.service.management.exports import PollExporter
from bot.polls.service.management.extension import PollExtender
from bot.polls.service.management.policies import POLICIES_TOPIC, PollPolicies
from bot.polls.service.management.suggestions import PollSuggestions
from bot.polls.service.streaming import StreamingCounter
from bot.polls.service.views import PollReader
from bot.polls.service.votes import VoteService
from bot.settings.service import SettingsService
from bot.tears.service.boards import Boards


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
    boards: Boards,
) -> Feature:
    """Build the polls feature; `client` returns the client, which is created after its features."""
    database, clock = core.database, core.clock
    drafts, votes, views = DraftService(database, films), VoteService(database), PollReader(database)
    lifecycle, delivery = PollLifecycle(database, random.randbytes), DeliveryService(database)
    streaming, policies = StreamingCounter(database, films, pictures.availability), PollPolicies(database)
    renderer = PollRenderer(films, reference, CardUpdates(pictures.availability), ResultPictures(pictures), streaming)
    channel, hosts = PollChannel(client, core.translations, core.locales), HostDirectory(client)
    publisher = PollPublisher(channel, hosts, renderer, lifecycle, delivery, views, clock)
    closer = _build_closer(publisher)
    voting = _voting_handlers(core, votes, closer.refresher, ContentWarnings(renderer))
    manage = ManageHandlers(lifecycle, views, renderer, clock, closer.job.wake)
    extend = ExtendHandlers(manage, PollExtender(database), settings)
    suggest = SuggestHandlers(manage, drafts, PollSuggestions(database))
    managing = {**_managing_handlers(core, extend, policies), **suggest.components()}
    sampling = _build_sampler(core, data, reference, random, pictures.availability)
    draft = build_draft_handlers(
        clock, drafts, films, settings, publisher=publisher, sampling=sampling, policies=policies
    )
    return Feature(
        "polls",
        commands=[_group(core, draft, extend, boards)],
        components={**voting, **managing, **RepeatHandlers(draft).components(), **draft.components()},
        modals={**draft.modals(), **suggest.modals()},
        settings=[PolicyHandlers(policies).setting()],
        personal_data=PERSONAL_DATA,
        jobs=[closer.job, closer.refresher.job],
        on_guild_available=closer.guild_available,
        on_guild_remove=closer.guild_removed,
        on_ready=closer.guilds_ready,
        on_change={POLLS_TOPIC: closer.polls_changed, POLICIES_TOPIC: policies.reload},
        shortcuts={"start-poll": Shortcut("polls.panel.shortcut", OPEN, is_for_guilds=True)},
        card_buttons=draft.film_card_buttons,
        search_buttons=draft.search_buttons,
        on_erased=_erasure_hook(votes, publisher, closer.refresher, policies),
        on_startup=policies.load,
        gauges=lambda: delivery.measure_backlog(clock()),
        looks_at_channels={"poll", *managing, *draft.components(), *draft.modals()},
    )


def _build_closer(publisher: PollPublisher) -> PollCloser:
    """Return the job that closes polls, including the job that keeps their messages up to date."""
    lifecycle, delivery, clock = publisher.lifecycle, publisher.delivery, publisher.clock
    refresher = MessageRefresher(lifecycle, delivery, publisher, RunOffPublisher(publisher, clock), clock)
    return PollCloser(lifecycle, delivery, publisher, refresher, clock)


def _voting_handlers(
    core: CoreServices, votes: VoteService, refresher: MessageRefresher, warnings: ContentWarnings
) -> Mapping[str, ComponentHandler]:
    """Return the component handlers of a poll's message, by name: votes, rankings, vetoes, and who voted."""
    database, clock, views, on_vote = core.database, core.clock, refresher.publisher.views, refresher.poll_changed
    return {
        **VoteHandlers(votes, views, warnings, clock, on_vote).components(),
        **RankHandlers(RankingService(database), warnings, clock, on_vote).components(),
        **VoterHandlers(views).components(),
        **VetoHandlers(VetoService(database), clock, on_vote).components(),
    }


def _managing_handlers(
    core: CoreServices, extend: ExtendHandlers, policies: PollPolicies
) -> Mapping[str, ComponentHandler]:
    """Return the component handlers for managing polls, by name: results, extensions, exports and the policy."""
    exports = ExportHandlers(PollExporter(core.database), extend.manage.views)
    policy = PolicyHandlers(policies)
    return {**extend.manage.components(), **extend.components(), **exports.components(), **policy.components()}


def _erasure_hook(
    votes: VoteService, publisher: PollPublisher, refresher: MessageRefresher, policies: PollPolicies
) -> ErasureHook:
    def on_erased(erased_id: int) -> None:
        user_id = UserId(erased_id)  # the id is a person's or a server's; an id of the other kind matches nothing
        votes.forget_user(user_id)
        publisher.hosts.forget(user_id)
        policies.forget_guild(GuildId(erased_id))
        publisher.lifecycle.closed_views.clear()
        refresher.job.wake()  # the messages of open polls must no longer count this person's votes

    return on_erased


def _group(core: CoreServices, draft: DraftHandlers, extend: ExtendHandlers, boards: Boards) -> app_commands.Group:
    """Return `/poll`, which exists only where the bot is a member, because only there can it close polls."""
    group = app_commands.Group(
        name="poll",
        description=core.translations.command_text("polls.running.poll"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    add_draft_commands(group, core, draft)
    add_manage_commands(group, core, extend.manage)
    add_extend_command(group, core, extend)
    add_cried_command(group, core, draft, boards)
    return group


def _build_sampler(
    core: CoreServices, data: Path, reference: ReferenceData, random: Random, availability: FilmAvailability
) -> FilmSampler:
    file = data / "vocabulary.json"
    try:
        vocabulary = json.loads(file.read_text(encoding="utf-8"))
        return film_sampler(core.database, vocabulary, reference, random, availability=availability)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The moods in {data.name}/{file.name} are broken ({error!r}): restore the file from git."
        raise StartupError(message, ExitCode.DATA_BROKEN) from error
