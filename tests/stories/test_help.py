"""People ask what the bot can do and who it is, and report mistakes."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot import app
from bot.core.feature import Feature
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.ops.version import version
from bot.transport.client import NunmulClient
from tests.stories.club import Club, Message, SimulatedUser, open_club

SET_UP = "Set language and time zone"
WRONG = "The year is wrong: it came out in 2013."


def extra_commands(dispatcher: Dispatcher) -> Feature:
    """Return a feature with a command for servers, one for managers, and one for anywhere."""

    @app_commands.command(name="gather", description="gathers a server")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @dispatcher.command("gather")
    async def gather(context: Context) -> None:
        raise NotImplementedError

    @app_commands.command(name="host", description="is for hosts")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @dispatcher.command("host")
    async def host(context: Context) -> None:
        raise NotImplementedError

    group = app_commands.Group(name="any", description="anywhere")
    group.add_command(app_commands.Command(name="where", description="works anywhere", callback=nothing))
    return Feature("other rooms", commands=[gather, host, group])


async def nothing(_: discord.Interaction) -> None:
    """Do nothing when the command is used."""


@pytest.fixture
async def club(database_file: Path, translations: Translations) -> AsyncIterator[Club]:
    async with open_club(
        database_file, extra_features=[extra_commands(Dispatcher(translations, LanguageResolver({})))]
    ) as opened:
        yield opened


async def read_help(guest: SimulatedUser) -> str:
    """Ask for help as this person, open every topic, and return all that they read."""
    page = await guest.slash("help")
    assert page.is_ephemeral
    texts = [page.text]
    for label in [option["label"] for option in page.options]:
        page = await guest.select(page, label)
        assert page.card.title == label
        assert [option["label"] for option in page.options if option.get("default")] == [label]
        texts.append(page.text)
    return "\n".join(texts)


async def test_help_begins_with_three_things_to_try(club: Club) -> None:
    """Each of the three commands has a description. In direct messages, the poll is left out."""
    page = await club.sam.slash("help")
    tries = [line for line in page.text.split("\n") if line.startswith("</")]
    assert [line.partition("> ")[2] for line in tries] == [
        "draws a film for a good cry",
        "lets everyone vote on what to watch",
        "shows a film, without spoilers",
    ]
    assert "vote" not in (await club.sam_in_dm.slash("help")).text


async def test_every_command_is_a_mention_that_can_be_clicked(club: Club) -> None:
    """Each mention has the id that Discord assigned to the command."""
    client = club.env.bot
    assert isinstance(client, NunmulClient)
    help_text = await read_help(club.mina)
    for command in client.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            root = command.qualified_name.split()[0]
            assert f"</{command.qualified_name}:{client.command_ids[root]}> " in help_text


async def test_every_page_has_at_most_four_lines_of_commands(club: Club) -> None:
    """Each topic has one to four commands, so that it fits on a phone's screen."""
    page = await club.mina.slash("help")
    for label in [option["label"] for option in page.options]:
        page = await club.mina.select(page, label)
        assert 1 <= len([line for line in page.text.split("\n") if line.startswith("</")]) <= 4


async def test_help_speaks_the_persons_language(club: Club) -> None:
    """Topics and descriptions are Korean for Korean readers, even in an English server."""
    help_text = await read_help(club.jiwoo)
    assert "나머지는 아래 메뉴에 있어요." in help_text
    assert "저장된 내 정보 보기" in help_text
    assert "See what I store about you" in await read_help(club.sam)


async def test_a_member_does_not_see_commands_for_managers(club: Club) -> None:
    """The manager's help lists them, and the member's does not."""
    assert "is for hosts" not in await read_help(club.sam)
    assert "is for hosts" in await read_help(club.mina)


async def test_in_direct_messages_what_needs_a_server_is_left_out(club: Club) -> None:
    """In direct messages, a command for servers is missing, and a command for anywhere is listed."""
    here, alone = await club.sam.slash("help"), await club.sam_in_dm.slash("help")
    assert "film show" in alone.text
    assert "gathers a server" in (await club.sam.select(here, "More")).text
    others = (await club.sam_in_dm.select(alone, "More")).text
    assert "gathers a server" not in others
    assert "works anywhere" in others


async def test_about_says_where_the_facts_come_from(club: Club) -> None:
    """The page has the version, the sources, the age of the lists, who reads reports, and a way back."""
    page = await club.sam.slash("about")
    assert page.is_ephemeral
    assert f"Version {version()} · free software, MIT licence" in page.text
    assert "I know 118 films" in page.text
    assert "TMDB, IMDb, MovieLens, KMDb and KOBIS" in page.text
    assert "None of them endorses me" in page.text
    assert "2021 and 2022" in page.text
    assert "the person who runs me" in page.text
    assert page.buttons == ["Help", "⚠️ Report a mistake"]


async def test_the_pages_turn_in_place(club: Club) -> None:
    """Buttons lead from help to about and back, in one private message."""
    page = await club.jiwoo.slash("help")
    about = await club.jiwoo.click(page, "봇 소개")
    assert "저를 소개할게요" in about.text
    back = await club.jiwoo.click(about, "도움말")
    assert (back.text, back.response.id) == (page.text, page.response.id)


async def test_a_mistake_is_reported_from_the_card(club: Club) -> None:
    """The person is thanked in a new private message that has the report's number."""
    card = await club.sam.slash("film show", title="Hope", full=True)
    thanks = await club.sam.submit_modal(card, "⚠️ Report a mistake", text=WRONG)
    assert thanks.is_ephemeral
    assert "This is report 1." in thanks.text
    assert thanks.response.id != card.response.id


async def post_welcome(club: Club) -> Message:
    """Post the welcome in the channel, and return it."""
    client = club.env.bot
    assert isinstance(client, NunmulClient)
    channel = client.get_channel(club.sam.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await client.post_welcome(channel, Language.ENGLISH)
    return Message(club.sam.channel.history()[-1])


async def test_the_welcome_begins_and_ends_with_a_clickable_command(club: Club) -> None:
    """The first line with a command mentions `/tearjerker`, and the last one mentions `/help`."""
    client = club.env.bot
    assert isinstance(client, NunmulClient)
    lines = [line for line in (await post_welcome(club)).text.split("\n") if line.startswith("</")]
    assert lines[0].startswith(f"</tearjerker:{client.command_ids['tearjerker']}> ")
    assert lines[-1].startswith(f"</help:{client.command_ids['help']}> ")


@pytest.mark.sqlite_only
async def test_the_welcome_opens_the_settings_for_managers(club: Club) -> None:
    """The button opens a private panel for a manager, also after a restart. A member is told whom to ask."""
    welcome = await post_welcome(club)
    panel = await club.mina.click(welcome, SET_UP)
    assert (panel.is_ephemeral, panel.card.title) == (True, "This server's settings")
    assert isinstance(club.database, Path)
    async with app.open_client(club.database) as client:
        await club.restart_bot(client)
        refusal = await club.sam.click(welcome, SET_UP)
        assert refusal.is_ephemeral
        assert "Please ask one of them" in refusal.text
        assert (await club.mina.click(welcome, SET_UP)).card.title == "This server's settings"
