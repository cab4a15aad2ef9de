"""The bot that ours is compared with: bare discord.py, which answers everything with a constant."""

import io
import secrets
from typing import Any

import discord
from discord import app_commands

from tests.discord_server.bots.redirect import FAKE_TOKEN, redirect_discord_from_environment

CARD = discord.Embed(
    title="Birthday (2019)",
    description="**생일**\nDirected by Lee Jong-un · 2 h\n*No strong content noted*\n*Also in it: Disaster*",
    colour=0x5E8FC7,
)
STORY = (
    "After the Sewol ferry took their son, a couple who can hardly speak to each other any more are asked whether they "
    "will hold a birthday gathering in his memory. Friends, a little sister who is afraid of water and the story of "
    "one gentle boy fill a room with everything that has not been said."
)
TELLING = "||Also in it: Death of a child · Death of a sibling. Themes: Grief. Ending: Bittersweet.||"
CARD.add_field(name="Story", value=STORY, inline=False)
CARD.add_field(
    name="Cast", value="Sol Kyung-gu as Jung-il\nJeon Do-yeon as Soon-nam\nYoon Chan-young as Su-ho", inline=False
)
CARD.add_field(name="Themes", value="Parent and child · Marriage · True story")
CARD.add_field(name="Tissues", value="💧💧💧💧💧 Bring tissues\n*5 of 5, our own estimate*")
CARD.add_field(name="Where to watch", value="No streaming service known; JustWatch may know one", inline=False)
CARD.add_field(name="Gives the story away (press to read)", value=TELLING, inline=False)
COVER, COVER_NAME = secrets.token_bytes(15_700), "cover.webp"
"""A file as large as the average cover of our films."""
CARD_WITH_COVER = CARD.copy().set_thumbnail(url=f"attachment://{COVER_NAME}")
CHOICES = [
    app_commands.Choice(name=f"Christmas in August ({1998 + place}) · 8월의 크리스마스 · KR", value=f"film:{place}")
    for place in range(25)
]
Interaction = discord.Interaction[Any]


class BareBot(discord.Client):
    """A bot that subscribes to the same events as ours, and has two commands."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(film_commands())

    async def setup_hook(self) -> None:
        await self.tree.sync()


def film_commands() -> app_commands.Group:
    group = app_commands.Group(name="film", description="Films")

    @group.command(name="show", description="Show a film")
    async def show(interaction: Interaction, title: str) -> None:
        await interaction.response.send_message(embed=CARD)

    @group.command(name="cover", description="Show a film with its cover")
    async def cover(interaction: Interaction, title: str) -> None:
        await interaction.response.send_message(embed=CARD_WITH_COVER, file=discord.File(io.BytesIO(COVER), COVER_NAME))

    @show.autocomplete("title")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return CHOICES

    return group


if __name__ == "__main__":
    with redirect_discord_from_environment():
        BareBot().run(FAKE_TOKEN, log_handler=None)
