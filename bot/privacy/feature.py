"""Privacy, assembled."""

import logging
from collections.abc import Callable, Sequence

from bot.core.feature import CoreServices, Feature
from bot.core.jobs import Job
from bot.core.personal_data import PersonalDataTable
from bot.privacy.commands import privacy_commands
from bot.privacy.handlers import Answering
from bot.privacy.service.retention import RetentionService
from bot.privacy.service.user_data import UserDataService

log = logging.getLogger(__name__)
Roster = Callable[[], Sequence[Feature]]


def privacy_feature(core: CoreServices, roster: Roster) -> Feature:
    """Shows, copies and erases what the features of `roster` keep; this one is among them."""

    def keeps() -> Sequence[PersonalDataTable]:
        return [kept for feature in roster() for kept in feature.personal_data]

    people = UserDataService(core.database, core.clock, keeps, _forgotten(roster))
    servers = RetentionService(core.database, core.clock, keeps, _forgotten(roster))
    return Feature(
        "privacy",
        commands=[privacy_commands(core, people)],
        components=Answering(people, core.clock).presses(),
        personal_data=[PersonalDataTable("departure", guild_column="server", guild_text="privacy.show.departure")],
        jobs=[Job("tidying", servers.delete_expired)],
        on_guild_join=lambda guild: servers.on_guild_join(guild.id),
        on_guild_remove=lambda guild: servers.on_guild_remove(guild.id),
        on_ready=servers.on_ready,
    )


def _forgotten(roster: Roster) -> Callable[[int], None]:
    """Has every feature let go of somebody; what is erased is erased, even when one of them fails to."""

    def forgotten(whom: int) -> None:
        for feature in roster():
            try:
                if feature.on_erased:
                    feature.on_erased(whom)
            except Exception:
                log.exception("%s could not let go of somebody who was forgotten:", feature.name)

    return forgotten
