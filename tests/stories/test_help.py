"""People ask what the bot can do, who it is, and say that something is wrong."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.core.feature import Feature
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.text.locales import LocaleResolver
from bot.core.text.translations import Translations
from bot.ops.version import version
from bot.transport.client import NunmulClient
from tests.stories.club import Club, SimulatedUser, open_club

WRONG = "The year is wrong: it came out in 2013."


def other_rooms(replies: Dispatcher) -> Feature:
    """A feature with a command for servers, one for hosts, and one for anywhere."""

    @app_commands.command(name="gather", description="gathers a server")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @replies.command("gather")
    async def gather(context: Context) -> None:
        raise NotImplementedError

    @app_commands.command(name="host", description="is for hosts")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @replies.command("host")
    async def host(context: Context) -> None:
        raise NotImplementedError

    group = app_commands.Group(name="any", description="anywhere")
    group.add_command(app_commands.Command(name="where", description="works anywhere", callback=nothing))
    return Feature("other rooms", commands=[gather, host, group])


async def nothing(_: discord.Interaction) -> None:
    """Does nothing, as a command."""


@pytest.fixture
async def club(database_file: Path, words: Translations) -> AsyncIterator[Club]:
    async with open_club(database_file, extra_features=[other_rooms(Dispatcher(words, LocaleResolver({})))]) as opened:
        yield opened


async def help_of(guest: SimulatedUser) -> str:
    """What somebody reads who asks for help."""
    answer = await guest.slash("help")
    assert answer.is_ephemeral
    return answer.text


async def test_help_begins_with_three_things_to_try(club: Club) -> None:
    """Each with what happens, in a line."""
    page = await club.sam.slash("help")
    tries = page.field("Three to try first").split("\n")
    assert len(tries) == 3
    assert tries[0].endswith("tells the story, not its end")


async def test_every_command_is_a_mention_that_can_be_clicked(club: Club) -> None:
    """The ids are those that Discord gave when it was told of the commands."""
    client = club.env.bot
    assert isinstance(client, NunmulClient)
    told = await help_of(club.mina)
    for command in client.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            root = command.qualified_name.split()[0]
            assert f"</{command.qualified_name}:{client.command_ids[root]}> " in told


async def test_help_speaks_the_persons_language(club: Club) -> None:
    """Headings and descriptions are Korean for who reads Korean, in an English server too."""
    told = await help_of(club.jiwoo)
    assert "먼저 해 볼 세 가지" in told
    assert "영화 카드 보기: 어떤 영화인지, 주의할 내용, 볼 수 있는 곳" in told
    assert "Show a film's card: what it's like, what to brace for, where to watch" in await help_of(club.sam)


async def test_a_member_is_not_told_of_what_is_for_hosts(club: Club) -> None:
    """Nobody is sent to a command that Discord does not offer them."""
    assert "is for hosts" not in await help_of(club.sam)
    assert "is for hosts" in await help_of(club.mina)


async def test_in_direct_messages_what_needs_a_server_is_left_off(club: Club) -> None:
    """What works there is told all the same."""
    assert "gathers a server" in await help_of(club.sam)
    alone = await help_of(club.sam_in_dm)
    assert "gathers a server" not in alone
    assert "works anywhere" in alone
    assert "film show" in alone


async def test_about_says_where_the_facts_come_from(club: Club) -> None:
    """Version, sources, how old the lists are, who reads reports; and the way back."""
    page = await club.sam.slash("about")
    assert page.is_ephemeral
    assert f"Version {version()}, free software under the MIT licence" in page.text
    assert "I know 118 films" in page.text
    assert "TMDB, IMDb, MovieLens, KMDb and KOBIS" in page.text
    assert "None of them endorses me" in page.text
    assert "2021 and 2022" in page.text
    assert page.buttons == ["All commands", "Something wrong?"]


async def test_the_pages_turn_in_place(club: Club) -> None:
    """From help to about and back, in one private message."""
    page = await club.jiwoo.slash("help")
    about = await club.jiwoo.click(page, "소개")
    assert "저를 소개할게요" in about.text
    back = await club.jiwoo.click(about, "모든 명령어")
    assert (back.text, back.response.id) == (page.text, page.response.id)


async def test_a_wrong_card_is_reported_from_the_card(club: Club) -> None:
    """The card stays as it is; the person is thanked in private, with the report's number."""
    card = await club.sam.slash("film show", title="Hope", full=True)
    thanks = await club.sam.submit_modal(card, "Something wrong?", text=WRONG)
    assert thanks.is_ephemeral
    assert "This is report 1." in thanks.text
    assert thanks.response.id != card.response.id


async def test_the_welcome_names_only_what_there_is(club: Club) -> None:
    """It greets in a place by the same clickable names."""
    client = club.env.bot
    assert isinstance(client, NunmulClient)
    (feature,) = [feature for feature in client.features if feature.welcome]
    assert feature.welcome
    lines = str(
        feature.welcome(client.core.translations.localizer(client.core.locales.language(0, None))).fields[0].value
    ).split("\n")
    assert lines[0].startswith(f"</film show:{client.command_ids['film']}> ")
    assert lines[-1].startswith(f"</help:{client.command_ids['help']}> ")
