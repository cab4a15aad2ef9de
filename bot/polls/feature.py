"""Community votes, assembled."""

import json
from pathlib import Path
from random import Random

from discord import app_commands

from bot.core.errors import ExitCode, StartupError
from bot.core.feature import CoreServices, Feature
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films
from bot.picks.rules.preferences import all_preferences
from bot.picks.service.preferences import Preferences
from bot.picks.service.sampler import FilmSampler, film_sampler
from bot.polls.delivery.channel import ClientGetter, PollChannel
from bot.polls.delivery.jobs import MessageRefresher, PollCloser
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.handlers.draft.commands import add_draft_commands
from bot.polls.handlers.draft.draft import build_draft_handlers
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.handlers.manage_commands import add_manage_commands
from bot.polls.handlers.vote import AvoidedNotes, VoteHandlers
from bot.polls.personal_data import PERSONAL_DATA
from bot.polls.render import PollRenderer
from bot.polls.service.delivery import ResultAttempts
from bot.polls.service.polls import build_polls
from bot.settings.service import SettingsService


def polls_feature(  # noqa: PLR0913  # app.py makes each of these once, for all
    core: CoreServices,
    films: Films,
    settings: SettingsService,
    data: Path,
    *,
    reference: ReferenceData,
    random: Random,
    client: ClientGetter,
) -> Feature:
    """Votes on films and whatever else, told in their channels through `client`, which is there after its features."""
    polls = build_polls(core.database, films, random.randbytes)
    renderer = PollRenderer(films, reference, settings)
    channel = PollChannel(client, core.translations, core.locales)
    publisher = PollPublisher(channel, renderer, polls, ResultAttempts(core.database), core.clock)
    refresher = MessageRefresher(polls, publisher, core.clock)
    closer = PollCloser(polls, publisher, refresher, core.clock)
    vote = VoteHandlers(polls, renderer, core.clock, _avoided_notes_of(core, reference), refresher.poll_changed)
    manage = ManageHandlers(polls, core.clock, closer.job.wake)
    draft = build_draft_handlers(
        core, polls, films, settings, publisher=publisher, sampling=_sampling(core, data, reference, random)
    )

    def on_erased(user_id: int) -> None:
        polls.votes.forget_user(user_id)
        refresher.job.wake()  # open polls count without them now

    group = _group(core)
    add_draft_commands(group, core, draft)
    add_manage_commands(group, core, manage)
    return Feature(
        "polls",
        commands=[group],
        components={**vote.components(), **manage.components(), **draft.components()},
        modals=draft.modals(),
        personal_data=PERSONAL_DATA,
        jobs=[closer.job, refresher.job],
        on_guild_remove=closer.guild_removed,
        on_ready=closer.guilds_ready,
        card_buttons=draft.film_card_buttons,
        on_erased=on_erased,
    )


def _group(core: CoreServices) -> app_commands.Group:
    """`/poll`, where the bot is a member, so that it can close what was opened."""
    return app_commands.Group(
        name="poll",
        description=core.translations.command_text("polls.running.poll"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )


def _avoided_notes_of(core: CoreServices, reference: ReferenceData) -> AvoidedNotes:
    avoiding = Preferences(core.database, all_preferences(reference))

    async def avoided_notes(person: int) -> tuple[str, ...]:
        return (await avoiding.find(person)).notes

    return avoided_notes


def _sampling(core: CoreServices, data: Path, reference: ReferenceData, random: Random) -> FilmSampler:
    file = data / "vocabulary.json"
    try:
        return film_sampler(core.database, json.loads(file.read_text(encoding="utf-8")), reference, random)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The moods in {data.name}/{file.name} are broken ({error!r}): restore the file from git."
        raise StartupError(message, ExitCode.DATA_BROKEN) from error
