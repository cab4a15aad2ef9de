"""What people and the bot may do: sets of discord.py's permission names."""

from collections.abc import Iterable

import discord

MEMBER_PERMISSIONS = frozenset(
    {
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "embed_links",
        "attach_files",
        "read_message_history",
        "use_application_commands",
        "use_external_apps",
    }
)
"""What a member may do; anyone may do the same in direct messages."""

BOT_PERMISSIONS = MEMBER_PERMISSIONS - {"use_application_commands", "use_external_apps"}
"""What the bot asks for when it is invited."""


def permission_bits(names: Iterable[str]) -> str:
    """Return these permissions as Discord's number; raise TypeError for a name that discord.py does not know."""
    return str(discord.Permissions(**dict.fromkeys(names, True)).value)
