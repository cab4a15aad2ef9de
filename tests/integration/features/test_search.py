"""Lists of films survive a restart. A private one works only for its owner, and sharing it needs Send Messages."""

import itertools
from pathlib import Path

import discord

from bot.transport.client import NunmulClient
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser


async def open_list(guest: SimulatedUser) -> VisibleMessage:
    return (await guest.slash("film search", theme="first-love")).message


async def forge_button(club: Club, bot: discord.Client, custom_id: str, label: str = "forged") -> VisibleMessage:
    """Post a public button with this custom id, and return its message."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label=label, custom_id=custom_id))
    view.stop()
    channel = bot.get_channel(club.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=view)
    return club.sam.visible_messages()[-1]


def ids(seen: VisibleMessage) -> list[str]:
    """Return the custom ids of all buttons and menus. Links have none."""
    return [control["custom_id"] for control in seen.controls if control.get("custom_id")]


async def deny_writing(club: Club, guest: SimulatedUser) -> None:
    """Take away someone's permission to write in the channel."""
    taken = club.discord.events.deny_permissions(club.channel, "send_messages", person=guest.user)
    await club.discord.run(taken)


async def test_pages_and_cards_work_after_a_restart(club: Club, database_file: Path) -> None:
    """A private list still turns its pages and opens films, and a shared page still opens films."""
    async with in_process_bot(club.discord, database_file):
        first = await open_list(club.jiwoo)
        shared = (await club.jiwoo.click(first, "이 페이지 공유하기")).message
    async with in_process_bot(club.discord, database_file):
        second = (await club.jiwoo.click(first, "다음")).message
        assert second.card.footer.text == "2/4 페이지"
        title = second.options[0]["label"]
        card = (await club.jiwoo.select(second, title)).message
        assert (card.is_ephemeral, card.card.title) == (True, title)
    async with in_process_bot(club.discord, database_file):
        back = (await club.jiwoo.click(card, "목록으로")).message
        assert back.card.footer.text == "2/4 페이지"
        opened = (await club.sam.select(shared, shared.options[0]["label"])).message
        assert (opened.is_ephemeral, opened.card.title) == (True, shared.options[0]["label"])


async def test_dropping_a_condition_works_after_a_restart(club: Club, database_file: Path) -> None:
    """The next process drops a condition of a search that found nothing, and finds films."""
    async with in_process_bot(club.discord, database_file):
        none = (await club.sam.slash("film search", theme="war", ending="hopeful", longest=100)).message
    async with in_process_bot(club.discord, database_file):
        wider = (await club.sam.click(none, none.buttons[0])).message
    assert wider.card.title == "3 films · Ending: Hopeful · up to 1 h 40 min"


async def test_another_persons_press_is_refused_in_private(club: Club, bot: discord.Client) -> None:
    """Anyone else who presses a control of a list is told privately that the list is not theirs."""
    mine = await open_list(club.sam)
    controls = {*ids(mine), *(f"{ids(mine)[0]}:{option['value']}" for option in mine.options[:1])}
    controls |= {*ids((await club.sam.select(mine, mine.options[0]["label"])).message)}
    controls |= {*ids((await club.sam.slash("film search", theme="war", ending="hopeful", longest=100)).message)}
    controls |= {*ids((await club.sam.slash("film search", person="son yejinn")).message)}
    controls |= {*ids((await club.sam.slash("film search", person="손예진", theme="war", years="1990s")).message)}
    lists = {custom_id for custom_id in controls if custom_id.startswith("v1:found")}
    names = {custom_id.split(":")[1] for custom_id in lists}
    assert names == {"found", "found-open", "found-share", "found-all", "found-wide", "found-only", "found-near"}
    for custom_id in lists:
        answer = await club.jiwoo.click(await forge_button(club, bot, custom_id), "forged")
        assert answer.message.is_ephemeral, custom_id
        assert "다른 분의 목록이에요" in answer.message.text, custom_id


async def test_a_control_without_a_search_says_that_the_list_is_gone(club: Club, bot: NunmulClient) -> None:
    """Whatever the custom id contains, the private answer says to search again."""
    bot.core.dispatcher.rate_limiter.limit = 1_000
    names = ("found", "found-open", "found-share", "found-all", "found-wide", "found-only", "found-near")
    rests = ("", "abc", "1", "999999:0", "1:2:3:4", "99999999999999999999:0", "٣:0", "-1:-1")
    for name, rest in itertools.product(names, rests):
        answer = await club.sam.click(await forge_button(club, bot, f"v1:{name}:{rest}"), "forged")
        assert answer.message.is_ephemeral, (name, rest)
        assert "Type `/film search` again" in answer.message.text, (name, rest)


async def test_without_permission_to_write_nothing_can_be_posted(club: Club, bot: discord.Client) -> None:
    """The list has no *Share this page*, and the card has no *Show everyone*. Both keep their other buttons."""
    await deny_writing(club, club.sam)
    found = await open_list(club.sam)
    assert found.buttons == ["Next", "Vote on these"]
    card = (await club.sam.select(found, found.options[0]["label"])).message
    assert card.is_ephemeral
    assert "Back to the list" in card.buttons
    assert "Show everyone" not in card.buttons


async def test_without_permission_an_old_button_posts_nothing(club: Club, bot: discord.Client) -> None:
    """The permission is checked when the button is pressed, whatever was shown before."""
    found, other = await open_list(club.sam), await open_list(club.sam)
    card = (await club.sam.select(other, other.options[0]["label"])).message
    await deny_writing(club, club.sam)
    for seen, label in ((found, "Share this page"), (card, "Show everyone")):
        answer = await club.sam.click(seen, label)
        assert answer.message.is_ephemeral
        assert "You can't post in this channel" in answer.message.text
    assert [seen for seen in club.jiwoo.visible_messages() if not seen.is_ephemeral] == []


async def test_a_shared_page_is_in_the_servers_language(club: Club, bot: discord.Client) -> None:
    """In an English server, a page that a Korean reader shares is in English."""
    shared = (await club.jiwoo.click(await open_list(club.jiwoo), "이 페이지 공유하기")).message
    assert not shared.is_ephemeral
    assert shared.card.title == "21 films · Theme: First love"


async def test_a_search_works_in_every_kind_of_channel(club: Club, bot: discord.Client) -> None:
    """A search works in direct messages, in threads, and in servers that the bot is not in."""
    assert (await open_list(club.sam_in_dm)).card.title == "21 films · Theme: First love"
    assert (await open_list(club.sam.in_channel(club.thread))).is_ephemeral
    assert (await open_list(club.mina_in_other_guild)).card.title == "영화 21편 · 주제: 첫사랑"


async def test_the_options_of_the_search_command(club: Club, bot: discord.Client) -> None:
    """No option is required, endings have Korean names too, and three options offer suggestions."""
    (film,) = [command for command in club.discord.world.commands if command["name"] == "film"]
    (search,) = [option for option in film["options"] if option["name"] == "search"]
    options = {option["name"]: option for option in search["options"]}
    assert list(options) == ["words", "person", "theme", "ending", "years", "longest", "service", "on_mine"]
    assert not any(option.get("required") for option in options.values())
    hopeful = options["ending"]["choices"][0]
    assert (hopeful["name"], hopeful["name_localizations"]) == ("Hopeful", {"ko": "희망적인 결말"})
    assert {"name": "Netflix", "value": "netflix"}.items() <= options["service"]["choices"][0].items()
    assert [name for name, option in options.items() if option.get("autocomplete")] == ["person", "theme", "years"]
