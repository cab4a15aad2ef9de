"""The page of a server's settings on who may start polls, and how many."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.polls.rules.management.policy import PollPolicy, roles_text


def policy_text(policy: PollPolicy, localize: Localizer) -> str:
    """Return the policy as two lines."""
    who = (
        localize("polls.policy.only", roles=roles_text(policy))
        if policy.starter_roles
        else localize("polls.policy.everyone")
    )
    limits = localize("polls.policy.limits", in_channel=policy.max_open_in_channel, by_person=policy.max_open_by_person)
    return f"{who}\n{limits}"


def policy_card(policy: PollPolicy, localize: Localizer, *, is_saved: bool) -> Embed:
    """Return the card above the menus; with `is_saved`, it says that the choice was saved."""
    saved = [localize("settings.saved")] if is_saved else []
    lines = [*saved, localize("polls.policy.text"), policy_text(policy, localize)]
    return Embed(title=localize("polls.policy.label"), description="\n\n".join(lines), colour=theme.BLUE)
