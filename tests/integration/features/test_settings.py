"""Settings and languages over sockets: real locales, direct messages, restarts, and people without permission."""

from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest

from bot import app
from bot.core.interactions import components
from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import connected_client, in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.responses import Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser

JULY = int(datetime(2026, 7, 15, 12, 40, tzinfo=UTC).timestamp())
TITLE = {"en": "Hope (2013)", "ko": "소원 (2013)"}


async def get_title(guest: SimulatedUser) -> str | None:
    """Ask for a film's card as this person, and return its title."""
    return (await guest.slash("film show", title="Hope")).message.card.title


async def choose_language(guest: SimulatedUser, language: str) -> VisibleMessage:
    """Choose a language with the command's option, and return the private card that answers."""
    return (await guest.slash("language", language=language)).message


async def test_a_persons_choice_overrides_their_discord_and_can_be_undone(club: Club, bot: discord.Client) -> None:
    """Jiwoo's Discord is Korean; her choice applies in the server and in direct messages, and can be undone."""
    alone = club.jiwoo.in_channel(club.discord.world.create_dm(club.jiwoo.user))
    card = (await club.jiwoo.slash("language")).message
    assert (card.is_ephemeral, card.card.title) == (True, "내 언어")
    assert "디스코드 설정을 따랐어요" in card.text
    assert await get_title(alone) == TITLE["ko"]
    english = (await club.jiwoo.click(card, "English")).message
    assert (english.message.id, english.card.title) == (card.message.id, "Your language")
    assert await get_title(alone) == TITLE["en"]
    assert "I don't know" in (await club.jiwoo.slash("film show", title="father")).message.text
    assert (await club.jiwoo.autocomplete("film show", "title", "Hope"))[0]["name"].startswith("Hope")
    korean = (await alone.click((await alone.slash("language")).message, "Same as my Discord")).message
    assert "디스코드 설정을 따랐어요" in korean.text
    assert await get_title(alone) == TITLE["ko"]


async def test_a_choice_survives_a_restart(club: Club, database_file: Path) -> None:
    """A person's and a server's languages are loaded before the first command of the next process."""
    async with in_process_bot(club.discord, database_file):
        await choose_language(club.jiwoo, "en")
        panel = (await club.mina.slash("settings")).message
        choices = (await club.mina.click(panel, "언어")).message
        await club.mina.click(choices, "한국어")
    async with in_process_bot(club.discord, database_file):
        assert await get_title(club.sam) == TITLE["ko"]
        card = (await club.jiwoo.slash("language")).message
        assert "as you chose" in card.text
        assert "in this server can see are in 한국어" in card.text
        back = (await club.jiwoo.click(card, "Same as my Discord")).message
        assert back.card.title == "내 언어"


async def test_a_servers_language_applies_to_everyones_next_card(club: Club, bot: discord.Client) -> None:
    """The server's public cards change at once, in threads too. Private answers and cards elsewhere do not."""
    assert await get_title(club.sam) == TITLE["en"]
    choices = (await club.mina.click((await club.mina.slash("settings")).message, "언어")).message
    saved = (await club.mina.click(choices, "한국어")).message
    assert saved.field("언어") == "한국어"
    assert await get_title(club.sam) == TITLE["ko"]
    assert await get_title(club.sam.in_channel(club.thread)) == TITLE["ko"]
    assert await get_title(club.sam_in_dm) == TITLE["en"]
    assert "I don't know" in (await club.sam.slash("film show", title="father")).message.text
    choices = (await club.mina.click(saved, "언어")).message
    english = (await club.mina.click(choices, "English")).message
    assert english.field("언어") == "English"
    assert await get_title(club.sam) == TITLE["en"]
    assert await get_title(club.mina_in_other_guild) == TITLE["ko"]


async def test_a_korean_servers_language_is_shown(club: Club, bot: discord.Client) -> None:
    """Until someone chooses a language, the panel shows the one that the server has in Discord."""
    club.home_guild.locale = "ko"
    panel = (await club.mina.slash("settings")).message
    assert panel.field("언어") == "디스코드 서버 설정대로 (한국어)"
    assert (panel.field("시청 국가"), panel.field("시간대")) == ("정하지 않음", "정하지 않음 (UTC)")


async def test_the_panel_is_korean_for_korean_readers(club: Club, bot: discord.Client) -> None:
    """Countries and places are named and found in the reader's language."""
    panel = (await club.mina.slash("settings")).message
    choices = (await club.mina.click(panel, "시청 국가")).message
    saved = (await club.mina.select(choices, "대한민국")).message
    assert saved.field("시청 국가") == "대한민국"
    zones = (await club.mina.click(saved, "시간대")).message
    assert zones.options[0]["label"] == "서울, 대한민국"
    form = (await club.mina.click(zones, "찾기…")).modal
    saved = (await club.mina.submit_modal(form, {"도시, 국가 또는 시간대": "뉴욕"})).message
    assert saved.message.id == panel.message.id
    assert saved.field("시간대").startswith("America/New_York (UTC")


async def test_daylight_saving_follows_the_bots_clock(club: Club, database_file: Path) -> None:
    """When it is July by the bot's clock, Berlin is shown at UTC+2."""
    async with app.open_client(database_file, clock=lambda: JULY) as client, connected_client(club.discord, client):
        panel = (await club.mina.slash("settings")).message
        zones = (await club.mina.click(panel, "시간대")).message
        saved = (await club.mina.select(zones, "베를린, 독일")).message
        assert saved.field("시간대") == "Europe/Berlin (UTC+2, 지금 14:40)"


@pytest.mark.parametrize(("setting", "search"), [("시간대", "찾기…"), ("시청 국가", "다른 국가…")])
async def test_whatever_is_typed_is_answered(club: Club, bot: NunmulClient, setting: str, search: str) -> None:
    """For nonsense and long, hostile or empty texts, the answer says that nothing was found and offers another try."""
    bot.core.dispatcher.rate_limiter.limit = 1_000
    for typed in ("x" * 300, "\u202e", "**@everyone** [a](https://evil.example)", "nonsense", ""):
        choices = (await club.mina.click((await club.mina.slash("settings")).message, setting)).message
        form = (await club.mina.click(choices, search)).modal
        missing = (await club.mina.submit_modal(form, {form.labels[0]: typed})).message
        assert "검색 결과가 없어요" in missing.text, typed
        assert missing.buttons == ["다시 찾기…", "뒤로"], typed


async def post_controls(club: Club, bot: discord.Client, *items: components.Component) -> VisibleMessage:
    """Post controls as the bot in a public message, which no member can do, and return the message."""
    channel = bot.get_channel(club.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=components.build_view(items))
    return club.sam.visible_messages()[-1]


PRESSES = [
    ("settings", "panel"),
    ("settings", "1:settings-language"),
    ("settings", "1:nothing"),
    ("settings", ""),
    ("settings-language", ""),
    ("settings-language", "ko"),
    ("settings-language", "discord"),
    ("settings-region", ""),
    ("settings-region", "search"),
    ("settings-region", "KR"),
    ("settings-zone", ""),
    ("settings-zone", "search"),
    ("settings-zone", "Asia/Seoul"),
]


def is_refused(answer: Response) -> bool:
    return answer.message.is_ephemeral and "Manage Server" in answer.message.text


async def test_a_member_who_presses_is_refused(club: Club, bot: NunmulClient) -> None:
    """Whichever control of the settings a member presses, they are refused privately, and nothing changes."""
    bot.core.dispatcher.rate_limiter.limit = 1_000
    before = await stored_settings(bot)
    for name, rest in PRESSES:
        seen = await post_controls(club, bot, components.button(name, rest, "press"))
        assert is_refused(await club.sam.click(seen, "press")), (name, rest)
    assert await stored_settings(bot) == before


async def stored_settings(bot: discord.Client) -> list[object]:
    """Return the stored settings of all servers."""
    assert isinstance(bot, NunmulClient)
    return [*await bot.core.database.read(lambda reader: reader.execute("SELECT * FROM server_setting"))]


async def test_a_member_who_types_the_command_is_refused(club: Club, bot: discord.Client) -> None:
    """Even if administrators let everyone use the command in Discord, the bot checks the permission."""
    for command in club.discord.world.commands:
        command["default_member_permissions"] = None
    assert is_refused(await club.sam.slash("settings"))


@pytest.mark.parametrize("name", ["settings-region", "settings-zone"])
async def test_a_member_who_sends_a_form_is_refused(club: Club, bot: discord.Client, name: str) -> None:
    """Someone who lost the permission while the form was open can no longer change anything."""
    press = components.button(name, "search", "press")
    seen = await post_controls(club, bot, press)
    form = (await club.mina.click(seen, "press")).modal
    club.home_guild.member_permissions[club.mina.user.id].discard("manage_guild")
    answer = await club.mina.submit_modal(form, {form.labels[0]: "Seoul"})
    assert answer.message.is_ephemeral
    assert "서버 관리하기" in answer.message.text
    assert await stored_settings(bot) == []


FORGED = (
    *(("settings-language", rest) for rest in ("xx", "EN", "ko:en", " ")),
    *(("settings-region", rest) for rest in ("ZZ", "kr", "KRX", "١")),
    *(("settings-zone", rest) for rest in ("Mars/Olympus", "../../etc/passwd", "EST", "asia/seoul")),
    ("settings", "1:film"),
    ("settings", "1:"),
    ("language", "xx"),
    ("language", ""),
)


async def test_forged_values_are_answered_kindly(club: Club, bot: NunmulClient) -> None:
    """Whatever the custom id contains, the manager is told that the button is outdated, and nothing is stored."""
    bot.core.dispatcher.rate_limiter.limit = 1_000
    for name, rest in FORGED:
        answer = await club.mina.click(await post_controls(club, bot, components.button(name, rest, "press")), "press")
        assert answer.message.is_ephemeral, (name, rest)
        assert "예전 버전의 버튼" in answer.message.text, (name, rest)
    assert await stored_settings(bot) == []


async def test_settings_do_not_work_in_direct_messages(club: Club, bot: discord.Client) -> None:
    """A control in direct messages is refused, and the command is available only in servers."""
    alone = club.sam_in_dm
    there = bot.get_partial_messageable(alone.channel.id)
    await there.send(view=components.build_view([components.button("settings", "panel", "press")]))
    assert is_refused(await alone.click(alone.visible_messages()[-1], "press"))
    (command,) = [listed for listed in club.discord.world.commands if listed["name"] == "settings"]
    assert (command["contexts"], command["integration_types"]) == ([0], [0])
    assert command["default_member_permissions"] == str(discord.Permissions(manage_guild=True).value)


async def test_the_language_command_is_available_everywhere(club: Club, bot: discord.Client) -> None:
    """The command works in servers, direct messages and private channels, with either kind of install."""
    (command,) = [listed for listed in club.discord.world.commands if listed["name"] == "language"]
    assert (command["contexts"], command["integration_types"]) == ([0, 1, 2], [0, 1])
    assert [choice["name"] for choice in command["options"][0]["choices"]] == [
        "English",
        "한국어",
        "Same as my Discord",
    ]
    assert command["options"][0]["choices"][2]["name_localizations"]["ko"] == "내 디스코드 설정대로"
    abroad = await choose_language(club.mina_in_other_guild, "en")
    assert abroad.card.title == "Your language"
