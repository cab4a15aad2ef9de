import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui

from tests.discord_rules.watch import check

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    json: Any


class Form(ui.Modal, title="Suggest a film"):
    film: ui.Label[Any] = ui.Label(text="Title", component=ui.TextInput(custom_id="film", max_length=100))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Thank you", ephemeral=True)


class Panel(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Netflix", url="https://a.example/film"))

    @ui.button(label="Vote", emoji="😭", custom_id="v1:vote")
    async def vote(self, interaction: discord.Interaction, _: ui.Button["Panel"]) -> None:
        await interaction.response.edit_message(embed=card("Voted"), view=self)

    @ui.button(label="Suggest", custom_id="v1:suggest")
    async def suggest(self, interaction: discord.Interaction, _: ui.Button["Panel"]) -> None:
        await interaction.response.send_modal(Form())

    @ui.button(label="Later", custom_id="v1:later")
    async def later(self, interaction: discord.Interaction, _: ui.Button["Panel"]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Done", view=None)

    @ui.select(custom_id="v1:pick", options=[discord.SelectOption(label="Harmony", value="1", emoji="🎶")])
    async def pick(self, interaction: discord.Interaction, menu: ui.Select["Panel"]) -> None:
        await interaction.response.send_message(menu.values[0], ephemeral=True)


class Bot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(show)
        self.tree.add_command(slow)
        self.tree.add_command(post)

    async def setup_hook(self) -> None:
        await self.tree.sync()


def card(title: str) -> discord.Embed:
    whole = discord.Embed(title=title, description="A choir", colour=0x336699, timestamp=discord.utils.utcnow())
    whole.set_author(name="Nunmul", url="https://a.example").set_footer(text="KOFIC")
    return whole.add_field(name="Cast", value="Kim Yunjin", inline=False)


async def titles(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed}mony", value="harmony")]


@app_commands.command(description="Shows a film")
@app_commands.describe(title="Its title", tissues="How many")
@app_commands.choices(kind=[app_commands.Choice(name="Sad", value="sad")])
@app_commands.autocomplete(title=titles)
async def show(
    interaction: discord.Interaction, title: str, tissues: app_commands.Range[int, 0, 5] = 0, kind: str = "sad"
) -> None:
    picture = discord.File(io.BytesIO(PNG), "a.png", description=f"{kind} {tissues}")
    await interaction.response.send_message(
        embed=card(title).set_image(url="attachment://a.png"), view=Panel(), file=picture
    )
    more = await interaction.followup.send("More", ephemeral=True, wait=True)
    await more.edit(content="Even more")


@app_commands.command(description="Takes its time")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.followup.send(embed=card("Done"))


@app_commands.command(description="Posts in a channel")
@app_commands.guild_only()
async def post(interaction: discord.Interaction, where: discord.TextChannel) -> None:
    message = await where.send("@everyone", embed=card("Poll"), view=Panel())
    await message.edit(embed=card("Closed"), view=None)
    await message.edit(content="Closed")
    await message.delete()
    await interaction.response.send_message("Posted", ephemeral=True)
    await interaction.delete_original_response()


@pytest.fixture
async def env() -> AsyncIterator[simcord.Env]:
    running = simcord.Env(Bot())
    await running.start()
    yield running
    await running.shutdown()


async def test_what_discord_py_sends_has_no_fault(env: simcord.Env) -> None:
    """Cards, files, buttons, menus, forms, autocomplete, deferrals and edits pass both checks."""
    guild = env.create_guild()
    channel = guild.create_text_channel("films")
    ann = guild.add_member(env.create_user("ann"))
    await ann.autocomplete(channel, "show", "title", "Har")
    shown = (await ann.slash(channel, "show", title="Harmony", tissues=2)).response
    assert shown is not None
    await ann.click(shown, label="Vote")
    await ann.submit_modal(await ann.click(shown, label="Suggest"), {"film": "Hope"})
    await ann.select(shown, ["1"], custom_id="v1:pick")
    await ann.click(shown, label="Later")
    await ann.slash(channel, "slow")
    await ann.slash(channel, "post", where=channel)
    env.raise_errors()
    assert check(env.http_requests) == []
    assert kinds_of(env) >= {4, 5, 6, 7, 8, 9}


def kinds_of(env: simcord.Env) -> set[int]:
    answers = [request.json or {} for request in env.http_requests if request.path.endswith("/callback")]
    return {answer["type"] for answer in answers}


async def test_a_fault_in_a_conversation_is_found(env: simcord.Env) -> None:
    """A fault that SimCord accepts, such as an address with another scheme, is reported."""
    channel = env.create_guild().create_text_channel("films")
    bad = card("Film")
    bad.url = "javascript:alert(1)"
    target = env.bot.get_channel(channel.id)
    assert isinstance(target, discord.TextChannel)
    await target.send(embed=bad)
    assert [fault for fault in check(env.http_requests) if "embeds[0].url: 'javascript:alert(1)'" in fault]


def test_each_fault_names_its_request() -> None:
    """The request's method and path come before the fault."""
    sent = [Sent("POST", "/channels/1/messages", {"content": "hi"}), Sent("GET", "/channels/1", None)]
    assert check(sent) == [
        "POST /channels/1/messages: allowed_mentions: missing, so Discord pings whoever the text mentions"
    ]
