"""The small Discord, tested with our own bot in the test's loop."""

import discord

from bot.transport.client import NunmulClient
from tests.discord_server.club import Club


async def test_a_start_takes_one_identify_and_one_sync(bot: discord.Client, club: Club) -> None:
    """The bot logs in, registers its commands and connects, with a single IDENTIFY and a single sync."""
    assert (club.discord.log.identify_count, club.discord.log.command_sync_count) == (1, 1)
    assert [guild.name for guild in bot.guilds] == ["Film Club"]
    assert isinstance(bot, NunmulClient)
    names = sorted(command["name"] for command in club.discord.world.commands)
    assert names == sorted(command.name for command in bot.tree.get_commands())


async def test_a_member_asks_and_everybody_sees_the_card(bot: discord.Client, club: Club) -> None:
    """A command is answered with a public card, without a deferral, and another member sees the card."""
    answer = await club.sam.slash("film show", title="Hope")
    assert answer.message.card.title == "Hope (2013)"
    assert (answer.message.is_ephemeral, answer.is_deferred) == (False, False)
    assert answer.acknowledged_after is not None
    assert club.jiwoo.visible_messages()[-1].text == answer.message.text


async def test_half_a_title_is_suggested_and_the_picked_film_is_shown(bot: discord.Client, club: Club) -> None:
    """Half a title is enough for a suggestion, and sending the suggestion's value shows its film."""
    offered = await club.sam.autocomplete("film show", "title", "moment rem")
    assert offered[0]["name"] == "A Moment to Remember (2004) · 내 머리 속의 지우개 · KR"
    answer = await club.sam.slash("film show", title=offered[0]["value"])
    assert answer.message.card.title == "A Moment to Remember (2004)"


async def test_a_button_of_a_private_question_posts_a_public_card(bot: discord.Client, club: Club) -> None:
    """Only the person who asked sees the private question; its button posts a card for everyone."""
    question = await club.sam.slash("film show", title="father")
    assert question.message.is_ephemeral
    assert club.jiwoo.visible_messages() == []
    card = await club.sam.click(question.message, "Ode to My Father (2014)")
    assert (card.message.card.title, card.message.is_ephemeral) == ("Ode to My Father (2014)", False)
    assert [seen.card.title for seen in club.jiwoo.visible_messages()] == ["Ode to My Father (2014)"]


async def test_the_locale_of_a_persons_discord_decides_the_language(bot: discord.Client, club: Club) -> None:
    """Someone whose Discord is Korean is answered in Korean without any setting."""
    question = await club.jiwoo.slash("film show", title="father")
    assert "영화를 찾지 못했어요" in question.message.text
    assert (await club.sam.slash("film show", title="father")).message.text.startswith("\nI don't know a film")


async def test_the_bot_answers_in_direct_messages(bot: discord.Client, club: Club) -> None:
    """A command in direct messages gets its card, and arrives with the context of direct messages."""
    answer = await club.sam_in_dm.slash("film show", title="하모니")
    assert answer.message.card.title == "Harmony (2010)"
    assert answer.interaction.authorizing_owners == {"0": "0"}
    assert answer.interaction.context == 1


async def test_a_user_install_works_where_the_bot_is_not_a_member(bot: discord.Client, club: Club) -> None:
    """A person who installed the bot on their own account is answered in a server that the bot is not in."""
    answer = await club.mina_in_other_guild.slash("film show", title="Hope")
    assert answer.message.card.title == "소원 (2013)"
    assert answer.interaction.authorizing_owners == {"1": str(club.mina.user.id)}


async def test_without_external_apps_answers_are_private(bot: discord.Client, club: Club) -> None:
    """If the person may not use external apps, the answer is private."""
    club.other_guild.channels[0].denied_permissions[club.mina.user.id] = {"use_external_apps"}
    answer = await club.mina_in_other_guild.slash("film show", title="Hope")
    assert answer.message.is_ephemeral


async def test_the_bot_answers_in_threads(bot: discord.Client, club: Club) -> None:
    """The card is posted in the thread, where other members see it."""
    answer = await club.sam.in_channel(club.thread).slash("film show", title="Hope")
    assert answer.message.message.channel is club.thread
    assert [seen.card.title for seen in club.jiwoo.in_channel(club.thread).visible_messages()] == ["Hope (2013)"]
