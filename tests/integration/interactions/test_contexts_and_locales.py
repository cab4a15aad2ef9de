"""The bot works in servers, threads, direct messages and user installs, in the language of each person's Discord."""

import discord

from tests.discord_server.club import Club


async def test_a_card_is_shown_in_direct_messages(club: Club, bot: discord.Client) -> None:
    """`/film show` answers in direct messages as in a server."""
    assert (await club.sam_in_dm.slash("film show", title="Hope")).message.card.title == "Hope (2013)"


async def test_a_card_is_shown_in_a_thread(club: Club, bot: discord.Client) -> None:
    """The card in a thread is public."""
    seen = (await club.sam.in_channel(club.thread).slash("film show", title="Hope")).message
    assert (seen.card.title, seen.is_ephemeral) == ("Hope (2013)", False)


async def test_a_card_is_shown_in_a_server_without_the_bot(club: Club, bot: discord.Client) -> None:
    """Someone who installed the bot for themselves gets a card there, in the server's language."""
    seen = (await club.mina_in_other_guild.slash("film show", title="Hope")).message
    assert seen.card.title == "소원 (2013)"


async def test_a_persons_own_discord_decides_the_language_of_private_answers(club: Club, bot: discord.Client) -> None:
    """Jiwoo's Discord is Korean, and Sam's is English. The server's public cards are in English even for Jiwoo."""
    assert "영화를 찾지 못했어요" in (await club.jiwoo.slash("film show", title="father")).message.text
    assert "I don't know a film called" in (await club.sam.slash("film show", title="father")).message.text
    assert (await club.jiwoo.slash("film show", title="소원")).message.card.title == "Hope (2013)"
    assert (await club.jiwoo.autocomplete("film show", "title", "소원"))[0]["name"].startswith("소원 (2013)")


async def test_in_a_channel_without_embed_links_the_person_is_told_why(club: Club, bot: discord.Client) -> None:
    """The private answer, which is plain text without a card, names the missing permission."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
    seen = (await club.sam.slash("film show", title="Hope")).message
    assert seen.is_ephemeral
    assert "Embed Links" in seen.content


async def test_commands_are_answered_even_where_the_bot_may_not_write(club: Club, bot: discord.Client) -> None:
    """Answering a command needs no permission to send messages."""
    await club.discord.run(club.discord.events.deny_permissions(club.channel, "send_messages"))
    assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
