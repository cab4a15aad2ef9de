"""Assembles the privacy feature."""

import logging
from collections.abc import Callable, Sequence

from bot.core.feature import CoreServices, Feature, FeatureRegistry
from bot.core.jobs import Job
from bot.core.personal_data import PersonalDataTable
from bot.ids import GuildId
from bot.privacy.commands import privacy_commands
from bot.privacy.handlers import ErasureHandlers
from bot.privacy.service.deletion import ERASED, RetentionService
from bot.privacy.service.user_data import UserDataService

log = logging.getLogger(__name__)


def privacy_feature(core: CoreServices, registry: FeatureRegistry) -> Feature:
    """Build the feature that shows, exports and deletes what the features in `registry` store."""

    def declarations() -> Sequence[PersonalDataTable]:
        return [declaration for feature in registry.features for declaration in feature.personal_data]

    user_data = UserDataService(core.database, core.clock, declarations, _erasure_notifier(registry))
    notify = _erasure_notifier(registry)
    retention = RetentionService(core.database, core.clock, declarations, notify, core.owns_guild)

    async def erased_elsewhere(erased_id: int | None) -> None:
        if erased_id is not None:
            notify(erased_id)

    return Feature(
        "privacy",
        commands=[privacy_commands(core, user_data)],
        components=ErasureHandlers(user_data, core.clock).components(),
        personal_data=[
            PersonalDataTable("departure", guild_column="guild_id", guild_text_key="privacy.show.departure")
        ],
        jobs=[Job("tidying", retention.delete_expired)],
        on_guild_join=lambda guild: retention.on_guild_join(GuildId(guild.id)),
        on_guild_remove=lambda guild: retention.on_guild_remove(GuildId(guild.id)),
        on_ready=retention.on_ready,
        on_change={ERASED: erased_elsewhere},
    )


def _erasure_notifier(registry: FeatureRegistry) -> Callable[[int], None]:
    """Return a function that runs every feature's erasure hook, even if one of them fails."""

    def notify(erased_id: int) -> None:
        for feature in registry.features:
            try:
                if feature.on_erased:
                    feature.on_erased(erased_id)
            except Exception:  # the rows are already deleted, so the other features must still drop their copies
                log.exception("erasure hook failed feature=%s", feature.name)

    return notify
