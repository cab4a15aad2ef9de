"""Picks after a restart, in direct messages and in servers without the bot, and presses that are refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser


@pytest.fixture
async def old_pick(club: Club, database_file: Path) -> AsyncIterator[VisibleMessage]:
    """Yield a pick that Sam drew before the restart."""
    async with in_process_bot(club.discord, database_file):
        seen = (await club.sam.slash("tearjerker", mood="comfort")).message
    async with in_process_bot(club.discord, database_file):
        yield seen


async def test_the_another_button_works_after_a_restart(club: Club, old_pick: VisibleMessage) -> None:
    """The person who drew gets another film in the same message."""
    before = old_pick.card.title
    await club.sam.click(old_pick, "Another")
    assert old_pick.card.title != before
    assert len(club.sam.visible_messages()) == 1


async def test_the_more_button_works_after_a_restart(club: Club, old_pick: VisibleMessage) -> None:
    """Another member who presses the button gets a private answer in their own language."""
    answer = await club.jiwoo.click(old_pick, "More")
    assert answer.message.is_ephemeral
    assert answer.message.field("줄거리")


async def test_the_not_for_us_button_works_after_a_restart(club: Club, old_pick: VisibleMessage) -> None:
    """After a manager's press, the next film replaces the first, and the card still names the person who drew."""
    title, drawer = old_pick.card.title, old_pick.card.author.name
    await club.mina.click(old_pick, "Not for us")
    assert f"{title} went to the bottom of this server's deck" in (old_pick.card.footer.text or "")
    assert old_pick.card.title not in {title, None}
    assert old_pick.card.author.name == drawer
    await club.sam.click(old_pick, "Another")
    assert old_pick.card.author.name == drawer


@pytest.mark.parametrize(
    ("button", "refusal"),
    [("Another", "이 영화를 뽑은 분만"), ("Not for us", "이 영화를 뽑은 분이나 서버 관리자만")],
)
async def test_others_are_refused_privately(club: Club, old_pick: VisibleMessage, button: str, refusal: str) -> None:
    """The refusal is in the language of the person who pressed; the pick stays as it was."""
    before = old_pick.card.to_dict()
    answer = await club.jiwoo.click(old_pick, button)
    assert answer.message.is_ephemeral
    assert refusal in answer.message.text
    assert old_pick.card.to_dict() == before


async def test_dropping_a_filter_works_after_a_restart(club: Club, database_file: Path) -> None:
    """A button from before the restart draws a film for everyone, but only once."""
    async with in_process_bot(club.discord, database_file):
        question = (await club.sam.slash("tearjerker", service="tubi", tears=5)).message
    assert question.is_ephemeral
    async with in_process_bot(club.discord, database_file):
        answer = await club.sam.click(question, question.buttons[0])
        assert not answer.message.is_ephemeral
        again = await club.sam.click(question, question.buttons[0])
        assert again.message.is_ephemeral
        assert "already been used" in again.message.text


async def test_shuffling_works_after_a_restart(club: Club, database_file: Path) -> None:
    """Once someone has shuffled their own deck, matching films can be drawn again."""
    sam = club.sam_in_dm
    async with in_process_bot(club.discord, database_file):
        while (
            "Shuffle deck"
            not in (question := (await sam.slash("tearjerker", mood="history", service="netflix")).message).buttons
        ):
            pass
    async with in_process_bot(club.discord, database_file):
        await sam.click(question, "Shuffle deck")
        assert "All 118 films are back in the deck" in question.text
        assert (await sam.click(question, "Draw")).message.buttons[0] == "Another"


async def test_the_avoid_panel_works_after_a_restart(club: Club, database_file: Path) -> None:
    """Choices made in the old panel are saved, and ticked when the panel is opened again."""
    async with in_process_bot(club.discord, database_file):
        panel = (await club.sam.slash("avoid")).message
    async with in_process_bot(club.discord, database_file):
        await club.sam.select(panel, "Suicide or attempt", "Torture")
        assert "Saved" in panel.text
        again = (await club.sam.slash("avoid")).message
        assert ticked_options(again) == {"Suicide or attempt", "Torture"}
        await club.sam.click(again, "Clear both lists")
        assert ticked_options(again) == set()


def ticked_options(panel: VisibleMessage) -> set[str]:
    """Return what is ticked in a panel's menus."""
    return {option["label"] for option in panel.options if option.get("default")}


async def test_picks_work_in_direct_messages(club: Club, bot: discord.Client) -> None:
    """Picks come from a personal deck there, and the card says so."""
    sam_alone = club.sam_in_dm
    seen = (await sam_alone.slash("tearjerker")).message
    assert seen.card.footer.text == "🎲 First time drawn for you"
    await sam_alone.click(seen, "Not for me")
    assert "went to the bottom of your deck" in (seen.card.footer.text or "")


async def test_picks_work_where_the_bot_is_not_a_member(club: Club, bot: discord.Client) -> None:
    """Picks come from the person's own deck, as in direct messages. The server's managers cannot put one back."""
    abroad = (await club.mina_in_other_guild.slash("tearjerker")).message
    alone = (await club.mina.in_channel(club.discord.world.create_dm(club.mina.user)).slash("tearjerker")).message
    assert "처음 뽑힌 영화예요" in (abroad.card.footer.text or "")
    assert abroad.card.title != alone.card.title
    host = club.discord.world.create_user("host", "ko")
    club.discord.world.add_member(host, club.other_guild, ["manage_guild"])
    answer = await SimulatedUser(club.discord, host, club.other_guild.channels[0]).click(abroad, "나랑 안 맞아요")
    assert answer.message.is_ephemeral


async def test_answers_about_a_deck_are_in_the_right_language(club: Club, bot: discord.Client) -> None:
    """Private answers use the person's language, public ones the server's."""
    pick = (await club.jiwoo.slash("tearjerker")).message
    assert pick.card.footer.text == "🎲 First time drawn here"
    nothing = (await club.jiwoo.slash("tearjerker", service="tubi", tears=5)).message
    assert nothing.is_ephemeral
    assert "뽑지 못했어요" in nothing.text


async def test_the_commands_choices_have_korean_names(club: Club, bot: discord.Client) -> None:
    """Moods, endings and tears are shown in Korean if the person's Discord is set to Korean."""
    (command,) = [command for command in club.discord.world.commands if command["name"] == "tearjerker"]
    first = {option["name"]: option["choices"][0] for option in command["options"] if "choices" in option}
    assert first["mood"]["name_localizations"]["ko"] == "첫사랑이 그리운 날"
    assert first["ending"]["name_localizations"]["ko"] == "희망이 남게"
    assert first["tears"]["name_localizations"]["ko"] == "코끝이 찡한 정도"
