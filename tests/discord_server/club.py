"""A film club in the small Discord, so that a test reads like a conversation."""

from dataclasses import dataclass

from tests.discord_server.server import DiscordServer
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.discord_server.world import Channel, Guild, User


@dataclass(frozen=True, slots=True)
class Club:
    """An English server with the bot, a Korean server without it, and three people; only Mina is in both servers."""

    discord: DiscordServer
    home_guild: Guild
    other_guild: Guild
    channel: Channel
    thread: Channel
    sam: SimulatedUser
    jiwoo: SimulatedUser
    mina: SimulatedUser

    @property
    def sam_in_dm(self) -> SimulatedUser:
        """Return Sam, in direct messages with the bot."""
        return self.sam.in_channel(self.discord.world.create_dm(self.sam.user))

    @property
    def mina_in_other_guild(self) -> SimulatedUser:
        """Return Mina, who installed the bot on her own account, in the Korean server, which does not have the bot."""
        return self.mina.in_channel(self.other_guild.channels[0])

    @classmethod
    def create(cls, server: DiscordServer) -> "Club":
        """Create a club: Sam reads English, Jiwoo and Mina read Korean, and Mina moderates."""
        world = server.world
        home, abroad = world.create_guild("Film Club"), world.create_guild("영화 모임", "ko", with_bot=False)
        channel = world.create_channel(home, "film-night")
        world.create_channel(abroad, "잡담")
        people = (
            world.create_user("sam"),
            world.create_user("jiwoo", "ko"),
            world.create_user("mina", "ko", installed=True),
        )
        sam, jiwoo, mina = (_add_member(server, home, person, channel) for person in people)
        world.add_member(mina.user, home, ["manage_guild"])
        world.add_member(mina.user, abroad)
        return cls(server, home, abroad, channel, world.create_thread(channel, "spoilers"), sam, jiwoo, mina)


def _add_member(server: DiscordServer, home: Guild, person: User, channel: Channel) -> SimulatedUser:
    server.world.add_member(person, home)
    return SimulatedUser(server, person, channel)
