"""Changes who may start polls in a server, and how many may be open at once."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, Setting
from bot.core.interactions.components import Component, button, role_select, select
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import GuildId, RoleId
from bot.polls.cards.management.policy import policy_card, policy_text
from bot.polls.rules.management.policy import MAX_STARTER_ROLES, OPEN_POLL_LIMITS, PollPolicy
from bot.polls.service.management.policies import PollPolicies

POLICY, ROLES, IN_CHANNEL, BY_PERSON = "poll-policy", "roles", "channel", "person"
SNOWFLAKE = re.compile(r"[1-9][0-9]{0,17}|[1-8][0-9]{18}", re.ASCII)
SETTINGS, PANEL = "settings", "panel"
"""The component that opens the settings panel, and its argument."""


class PolicyHandlers(Struct, frozen=True):
    """Shows one page with a menu of roles and two menus of limits; each choice is saved at once."""

    policies: PollPolicies

    def setting(self) -> Setting:
        """Return the line that shows the policy in the settings panel."""
        return Setting("polls.policy.label", self._current_text, POLICY)

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {POLICY: self._handle_component}

    def _current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        return policy_text(self.policies.for_guild(guild_id), localize)

    async def _handle_component(self, context: Context, argument: str) -> None:
        guild_id = context.home_guild_id
        if guild_id is None or not context.can_manage_server:
            raise UserError("settings.managers-only")
        if argument:
            policy = await self.policies.change(guild_id, lambda policy: _apply_choice(policy, argument))
        else:
            policy = self.policies.for_guild(guild_id)
        card = policy_card(policy, context.user_text, is_saved=bool(argument))
        await context.update_message(card, _components(policy, context))


def _apply_choice(policy: PollPolicy, argument: str) -> PollPolicy:
    """Return the policy after a choice in one of the menus; raise UserError for any other argument."""
    kind, _, value = argument.partition(":")
    value = value.rpartition(":")[2]
    if kind == ROLES:
        roles = [RoleId(int(role_id)) for role_id in value.split(",") if SNOWFLAKE.fullmatch(role_id)]
        return replace(policy, starter_roles=frozenset(roles[:MAX_STARTER_ROLES]))
    if value not in map(str, OPEN_POLL_LIMITS) or kind not in {IN_CHANNEL, BY_PERSON}:
        raise UserError("core.unknown-press")
    if kind == IN_CHANNEL:
        return replace(policy, max_open_in_channel=int(value))
    return replace(policy, max_open_by_person=int(value))


def _components(policy: PollPolicy, context: Context) -> Sequence[Component]:
    localize, suffix = context.user_text, context.unique_suffix
    roles = role_select(
        POLICY, localize("polls.policy.roles"), f"{ROLES}:{suffix}", policy.starter_roles, MAX_STARTER_ROLES
    )
    limits = [
        select(
            POLICY,
            localize(f"polls.policy.{kind}"),
            [(str(limit), localize(f"polls.policy.{kind}-limit", count=limit), "") for limit in OPEN_POLL_LIMITS],
            argument=f"{kind}:{suffix}",
            chosen=[str(current)],
        )
        for kind, current in ((IN_CHANNEL, policy.max_open_in_channel), (BY_PERSON, policy.max_open_by_person))
    ]
    return [roles, *limits, button(SETTINGS, PANEL, localize("settings.panel.back"))]
