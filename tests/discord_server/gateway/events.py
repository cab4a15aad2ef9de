"""Events other than interactions: each method changes the world and tells the bot as Discord would."""

from tests.discord_server.gateway import payloads
from tests.discord_server.gateway.gateway import Gateway
from tests.discord_server.permissions import BOT_PERMISSIONS
from tests.discord_server.world import Channel, Guild, Message, User, World


class WorldEvents:
    """Events that a test causes, in the server's loop: `await server.run(server.events.delete_channel(channel))`."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world, self.gateway = world, gateway

    async def delete_message(self, message: Message) -> None:
        """Delete a message as a person would; the bot has no intent for messages, so it is not told."""
        del message.channel.messages[message.id]

    async def delete_channel(self, channel: Channel) -> None:
        """Delete a channel of a server, or a thread."""
        assert channel.guild
        channel.guild.channels.remove(channel)
        del self.world.channels[channel.id]
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        await self.gateway.dispatch(event, payloads.channel(channel), channel.guild)

    async def deny_permissions(self, channel: Channel, *names: str, person: User | None = None) -> None:
        """Deny permissions in a channel, to the bot unless a person is named."""
        channel.denied_permissions.setdefault((person or self.world.bot).id, set()).update(names)
        await self._dispatch_channel_update(channel)

    async def clear_denied_permissions(self, channel: Channel) -> None:
        """Lift every denial of permissions in a channel."""
        channel.denied_permissions.clear()
        await self._dispatch_channel_update(channel)

    async def grant_permissions(self, channel: Channel, person: User, *names: str) -> None:
        """Give a member more permissions in a channel."""
        channel.granted_permissions.setdefault(person.id, set()).update(names)
        await self._dispatch_channel_update(channel)

    async def archive_thread(self, thread: Channel, *, locked: bool = False) -> None:
        """Archive a thread; a new message reopens it, unless it is locked."""
        thread.is_archived, thread.is_locked = True, locked
        await self._dispatch_channel_update(thread)

    async def add_bot_to_thread(self, thread: Channel) -> None:
        """Add the bot to a private thread, as a mention does."""
        thread.thread_member_ids.add(self.world.bot.id)
        await self.gateway.dispatch("THREAD_CREATE", payloads.channel(thread), thread.guild)

    async def remove_bot(self, server: Guild) -> None:
        """Remove the bot from a server."""
        del server.member_permissions[self.world.bot.id]
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(server.id)}, server)

    async def invite_bot(self, server: Guild) -> None:
        """Invite the bot to a server."""
        server.member_permissions[self.world.bot.id] = set(BOT_PERMISSIONS)
        payload = payloads.guild(server, self.world.bot)
        del payload["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", payload, server)

    async def start_outage(self, server: Guild) -> None:
        """Make a server unavailable, as in an outage; the bot stays a member."""
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(server.id), "unavailable": True}, server)

    async def end_outage(self, server: Guild) -> None:
        """Make a server available again."""
        await self.gateway.dispatch("GUILD_CREATE", payloads.guild(server, self.world.bot), server)

    async def _dispatch_channel_update(self, channel: Channel) -> None:
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        await self.gateway.dispatch(event, payloads.channel(channel), channel.guild)
