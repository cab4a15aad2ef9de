"""The world as JSON, as Discord sends it to a bot."""

from datetime import UTC, datetime

from tests.discord_server.clock import EPOCH
from tests.discord_server.permissions import permission_bits
from tests.discord_server.users.interaction import Interaction
from tests.discord_server.world import Body, Channel, ChannelType, Guild, Message, User, World

MESSAGE_FIELDS = ("content", "embeds", "components", "attachments")
FILE_SIZE = 10 * 1024 * 1024


def timestamp(id_: int) -> str:
    """Return the time at which something with this id was created, in Discord's format."""
    return datetime.fromtimestamp(((id_ >> 22) + EPOCH) / 1000, UTC).isoformat()


def user(person: User) -> Body:
    """Return a person, as everyone sees them."""
    named = {"username": person.name, "global_name": person.name, "discriminator": "0", "avatar": None}
    return {"id": str(person.id), **named, "bot": person.is_bot, "public_flags": 0}


def member(person: User, server: Guild) -> Body:
    """Return a person in a server."""
    payload = {
        "roles": [],
        "joined_at": timestamp(server.id),
        "flags": 0,
        "deaf": False,
        "mute": False,
        "pending": False,
    }
    return {"user": user(person), **payload}


def channel(place: Channel) -> Body:
    """Return a channel, a thread or a direct message channel."""
    payload: Body = {"id": str(place.id), "type": place.type.value, "last_message_id": None, "flags": 0}
    if place.guild is None:
        people = [user(person) for person in place.recipients if not person.is_bot]
        return payload | {"recipients": people, "name": place.name if place.type is ChannelType.GROUP_DM else None}
    payload |= {"guild_id": str(place.guild.id), "name": place.name, "rate_limit_per_user": 0}
    if place.parent is None:
        return payload | {"position": 0, "nsfw": False, "parent_id": None, "permission_overwrites": _overwrites(place)}
    return payload | _thread(place, place.parent)


def _thread(place: Channel, parent: Channel) -> Body:
    state = {"archived": place.is_archived, "auto_archive_duration": 1440, "archive_timestamp": timestamp(place.id)}
    counts = {"message_count": len(place.messages), "member_count": 1, "total_message_sent": len(place.messages)}
    named = {"parent_id": str(parent.id), "owner_id": str(parent.id)}
    return named | counts | {"thread_metadata": {**state, "locked": place.is_locked}}


def _overwrites(place: Channel) -> list[Body]:
    people = dict.fromkeys([*place.denied_permissions, *place.granted_permissions])
    return [
        {
            "id": str(person),
            "type": 1,
            "allow": permission_bits(place.granted_permissions.get(person, ())),
            "deny": permission_bits(place.denied_permissions.get(person, ())),
        }
        for person in people
    ]


def guild(place: Guild, bot: User) -> Body:
    """Return a server as in GUILD_CREATE; the bot's permissions are in a role of its own."""
    everyone = {
        "id": str(place.id),
        "name": "@everyone",
        "permissions": permission_bits(["view_channel"]),
        "position": 0,
    }
    own = {
        "id": str(place.id + 1),
        "name": bot.name,
        "permissions": permission_bits(place.member_permissions[bot.id]),
        "position": 1,
    }
    rest = {"hoist": False, "mentionable": False, "managed": False, "color": 0, "flags": 0}
    lists: Body = {"emojis": [], "stickers": [], "features": [], "voice_states": [], "presences": []}
    return {
        "id": str(place.id),
        "name": place.name,
        "owner_id": str(next((person for person in place.member_permissions if person != bot.id), place.id)),
        "preferred_locale": place.locale,
        "system_channel_id": str(place.system_channel.id) if place.system_channel else None,
        "joined_at": timestamp(place.id),
        "member_count": len(place.member_permissions),
        "unavailable": False,
        "roles": [everyone | rest, own | rest],
        "channels": [channel(child) for child in place.channels if not child.is_thread],
        "threads": [channel(child) for child in place.channels if child.is_thread and _is_listed_thread(child, bot)],
        "members": [own_member(place, bot)],
        **lists,
    }


def bare_guild(place: Guild, bot: User) -> Body:
    """Return a server as the HTTP API describes it: without its channels and members."""
    left_out = {
        "channels",
        "threads",
        "members",
        "joined_at",
        "member_count",
        "unavailable",
        "voice_states",
        "presences",
    }
    return {name: value for name, value in guild(place, bot).items() if name not in left_out}


def own_member(place: Guild, bot: User) -> Body:
    """Return the bot in a server, with its role."""
    return member(bot, place) | {"roles": [str(place.id + 1)]}


def _is_listed_thread(thread: Channel, bot: User) -> bool:
    """Return whether a bot is told about a thread when it connects: an active one that it may see."""
    return not thread.is_archived and thread.can_access(bot)


def message(source: Message, bot: User) -> Body:
    """Return a message, with the public metadata of the interaction that it answers."""
    payload: Body = {
        "id": str(source.id),
        "channel_id": str(source.channel.id),
        "author": user(source.author or bot),
        "type": 20 if source.interaction_metadata else 0,
        "timestamp": timestamp(source.id),
        "edited_timestamp": timestamp(source.id) if source.edit_count else None,
        "flags": source.flags,
        "application_id": str(bot.id),
        **{key: source.body.get(key) or ([] if key != "content" else "") for key in MESSAGE_FIELDS},
        **{key: [] for key in ("mentions", "mention_roles")},
        **dict.fromkeys(("mention_everyone", "pinned", "tts"), False),
    }
    return payload | ({"interaction_metadata": source.interaction_metadata} if source.interaction_metadata else {})


def interaction_metadata(interaction: Interaction) -> Body:
    """Return what a message says about the interaction that it answers."""
    owners = interaction.authorizing_owners
    payload = {"id": str(interaction.id), "type": interaction.type.value, "user": user(interaction.user)}
    return payload | {"authorizing_integration_owners": owners}


def interaction(source: Interaction, world: World) -> Body:
    """Return an interaction, as Discord sends it to the bot."""
    place = source.channel
    payload: Body = {
        "id": str(source.id),
        "application_id": str(world.bot.id),
        "type": source.type.value,
        "token": source.token,
        "version": 1,
        "data": source.data,
        "channel_id": str(place.id),
        "channel": channel(place) | {"permissions": permission_bits(place.permissions_of(source.user))},
        "locale": source.user.locale,
        "context": source.context,
        "authorizing_integration_owners": source.authorizing_owners,
        "app_permissions": permission_bits(place.permissions_of(world.bot if place.has_bot else source.user)),
        "attachment_size_limit": FILE_SIZE,
        "entitlements": [],
    }
    payload |= _member_or_user(source, place.guild)
    return payload | ({"message": message(source.message, world.bot)} if source.message else {})


def _member_or_user(done: Interaction, place: Guild | None) -> Body:
    if place is None:
        return {"user": user(done.user)}
    inside = member(done.user, place) | {"permissions": permission_bits(done.channel.permissions_of(done.user))}
    guild = {"id": str(place.id), "locale": place.locale, "features": []}
    return {"member": inside, "guild": guild, "guild_id": str(place.id), "guild_locale": place.locale}
