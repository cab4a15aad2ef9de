"""A host prepares a poll in a panel that nobody else sees, and starts it."""

import re
from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.core.interactions.components import build_view, button
from bot.transport.client import NunmulClient
from tests.stories.club import Club, Message
from tests.stories.polls import lift_rate_limit, listed_options, posts, prepare_panel, public_messages


async def test_a_poll_runs_after_the_command_and_one_press(club: Club) -> None:
    """The command and *Start* are enough, because everything else has a default."""
    panel = await prepare_panel(club.sam)
    assert panel.is_ephemeral
    assert panel.card.title == "Which film shall we watch?"
    assert listed_options(panel) == ["Hope (2013)", "Harmony (2010)"]
    assert "⏳ 24 hours · one vote each\n" in panel.text
    before = len(posts(club))
    started = await club.sam.click(panel, "Start")
    assert started.response.id == panel.response.id
    assert "Your poll is open" in started.text
    assert started.buttons == ["Go to poll"]
    assert len(posts(club)) == before + 1


async def test_a_films_warnings_are_beside_it(club: Club) -> None:
    """The panel marks the film, and names its strong content."""
    panel = await prepare_panel(club.sam, film1="A Moment to Remember", film2="Hope")
    assert "**2.** Hope (2013) ⚠️\n⚠️ Sexual violence (2) · Child abuse (2)" in panel.text


async def test_an_empty_panel_says_what_to_do(club: Club) -> None:
    """The panel of an empty draft has a disabled *Start*. Drawing five films enables the button."""
    panel = await club.sam.slash("poll start")
    assert "No options yet" in panel.text
    assert panel.buttons == ["Start", "Discard", "Add films", "Draw five"]
    assert [control["label"] for control in panel.controls if control.get("disabled")] == ["Start"]
    drawn = await club.sam.click(panel, "Draw five")
    assert drawn.buttons == ["Start", "Preview", "Discard", "Add films", "Draw five", "Remove"]
    assert not [control for control in drawn.controls if control.get("disabled")]


async def test_the_preview_matches_the_posted_message(club: Club) -> None:
    """The preview has the posted message's title, fields and author, in the server's language. A button leads back."""
    panel = await prepare_panel(club.jiwoo, question="금요일에는?", film1="소원", film2="하모니")
    preview = await club.jiwoo.click(panel, "미리 보기")
    assert preview.is_ephemeral
    assert preview.response.id == panel.response.id
    assert preview.buttons == ["시작", "뒤로"]
    shown = preview.card.to_dict()
    back = await club.jiwoo.click(preview, "뒤로")
    assert listed_options(back) == ["소원 (2013)", "하모니 (2010)"]
    await club.jiwoo.click(await club.jiwoo.click(back, "미리 보기"), "시작")
    (posted,) = posts(club)[-1]["embeds"]
    assert (posted["title"], posted["fields"]) == (shown["title"], shown["fields"])
    assert posted["author"]["name"] == shown["author"]["name"] == "jiwoo asks"
    assert posted["fields"][0]["name"] == "1 · Hope (2013)"


async def test_a_second_start_posts_no_second_poll(club: Club) -> None:
    """*Start* in another panel of the same draft says that the poll is already open, and posts nothing."""
    panel, other = await prepare_panel(club.sam), await club.sam.slash("poll start")
    await club.sam.click(panel, "Start")
    before = len(posts(club))
    answer = await club.sam.click(other, "Start")
    assert "Your poll is open" in answer.text
    assert answer.buttons == ["Go to poll"]
    assert len(posts(club)) == before


async def test_an_existing_draft_is_continued(club: Club) -> None:
    """A second `/poll start` keeps the draft and adds the new films. One press keeps only the new films."""
    await prepare_panel(club.sam, question="On Friday?", film1="Hope")
    again = await club.sam.slash("poll start")
    assert "already preparing" in again.text
    assert (again.card.title, listed_options(again)) == ("On Friday?", ["Hope (2013)"])
    both = await prepare_panel(club.sam, question="And on Sunday?", film1="Harmony", film2="Hope", film3="The Classic")
    assert both.card.title == "And on Sunday?"
    assert listed_options(both) == ["Hope (2013)", "Harmony (2010)", "The Classic (2003)"]
    assert "Already in the poll: Hope (2013)" in both.text
    only = await club.sam.click(both, "Keep only what's new (2)")
    assert listed_options(only) == ["Harmony (2010)", "The Classic (2003)"]


async def test_a_film_is_added_by_command(club: Club) -> None:
    """`/poll add` opens the panel with the film. Someone without a draft is told how to begin."""
    nothing = await club.sam.slash("poll add", film="Hope")
    assert nothing.is_ephemeral
    assert "/poll start" in nothing.text
    await prepare_panel(club.sam)
    offered = await club.sam.autocomplete("poll add", "film", "classi")
    assert offered[0]["name"] == "The Classic (2003) · 클래식 · KR"
    added = await club.sam.slash("poll add", film=offered[0]["value"])
    assert added.is_ephemeral
    assert listed_options(added)[-1] == "The Classic (2003)"
    assert "Added: The Classic (2003)" in added.text


async def test_every_film_option_suggests_films(club: Club) -> None:
    """Each of the five options suggests the film in the person's language."""
    for number in range(1, 6):
        offered = await club.jiwoo.autocomplete("poll start", f"film{number}", "소원")
        assert offered[0]["name"] == "소원 (2013) · Hope · KR"


async def test_a_poll_can_be_started_from_a_films_card(club: Club) -> None:
    """The button on a card adds the card's film to the person's own draft."""
    card = await club.sam.slash("film show", title="Hope")
    panel = await club.jiwoo.click(card, "Add to poll")
    assert panel.is_ephemeral
    assert panel.card.title == "Which film shall we watch?"
    assert listed_options(panel) == ["소원 (2013)"]
    card = await club.sam.slash("film show", title="Harmony")
    assert listed_options(await club.jiwoo.click(card, "Add to poll")) == ["소원 (2013)", "하모니 (2010)"]
    again = await club.jiwoo.click(card, "Add to poll")
    assert "이미 들어 있어요: 하모니 (2010)" in again.text


async def test_a_poll_can_be_started_from_a_pick(club: Club) -> None:
    """The button on a pick adds the drawn film to the draft."""
    pick = await club.sam.slash("tearjerker")
    panel = await club.sam.click(pick, "Add to poll")
    assert listed_options(panel) == [pick.card.title]


async def test_a_card_becomes_a_poll_in_two_presses(club: Club) -> None:
    """With only one option, a button of the panel draws four more films and starts the poll."""
    panel = await club.sam.click(await club.sam.slash("film show", title="Hope"), "Add to poll")
    assert "Start" not in panel.buttons
    before = len(posts(club))
    started = await club.sam.click(panel, "Draw four more and start")
    assert "Your poll is open" in started.text
    assert len(posts(club)) == before + 1
    (posted,) = posts(club)[-1]["embeds"]
    assert [field["name"][:4] for field in posted["fields"]] == [f"{place} · " for place in range(1, 6)]
    assert posted["fields"][0]["name"] == "1 · Hope (2013)"


async def test_a_search_becomes_a_poll(club: Club) -> None:
    """The films on the current page are added to the draft, each once."""
    found = await club.sam.slash("film search", theme="first-love")
    titles = [option["label"] for option in found.options]
    panel = await club.sam.click(found, "Vote on these")
    assert panel.is_ephemeral
    assert listed_options(panel) == titles
    again = await club.sam.click(found, "Vote on these")
    assert listed_options(again) == titles
    assert "Already in the poll: " in again.text


async def test_a_shortcut_opens_the_panel(club: Club) -> None:
    """The button that other features can show opens the same panel as `/poll start`."""
    assert isinstance(club.env.bot, NunmulClient)
    (polls,) = (feature for feature in club.env.bot.features if feature.name == "polls")
    shortcut = polls.shortcuts["start-poll"]
    assert (shortcut.is_for_guilds, shortcut.component in polls.components) == (True, True)
    channel = club.env.bot.get_channel(club.sam.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=build_view([button(shortcut.component, "", "Start a poll")]))
    panel = await club.sam.click(public_messages(club)[-1], "Start a poll")
    assert panel.is_ephemeral
    assert panel.card.title == "Which film shall we watch?"


async def test_a_card_in_direct_messages_has_no_poll_button(club: Club) -> None:
    """Polls need a server, so a card in direct messages does not have *Add to poll*."""
    card = await club.sam_in_dm.slash("film show", title="Hope")
    assert "Add to poll" not in card.buttons


async def test_an_option_is_removed(club: Club) -> None:
    """A menu lists all options, and removes the chosen one. A button leads back."""
    panel = await prepare_panel(club.sam)
    menu = await club.sam.click(panel, "Remove")
    assert [option["label"] for option in menu.options] == ["Hope (2013)", "Harmony (2010)"]
    removed = await club.sam.select(menu, "Hope (2013)")
    assert removed.response.id == panel.response.id
    assert listed_options(removed) == ["Harmony (2010)"]
    assert "Removed: Hope (2013)" in removed.text
    back = await club.sam.click(await club.sam.click(removed, "Remove"), "Back")
    assert listed_options(back) == ["Harmony (2010)"]


async def test_a_draft_is_discarded(club: Club) -> None:
    """*Discard* must be confirmed, and then the draft is gone."""
    panel = await prepare_panel(club.sam)
    question = await club.sam.click(panel, "Discard")
    assert "everything in it (options: 2)" in question.text
    back = await club.sam.click(question, "Back")
    assert listed_options(back) == ["Hope (2013)", "Harmony (2010)"]
    gone = await club.sam.click(await club.sam.click(back, "Discard"), "Discard")
    assert "Nothing was posted" in gone.text
    assert gone.buttons == []
    assert "aren't preparing a poll" in (await club.sam.slash("poll add", film="Hope")).text


async def test_a_panel_without_its_draft_says_so(club: Club) -> None:
    """Once one of two panels has discarded the draft, the other cannot start it."""
    old, new = await prepare_panel(club.sam), await club.sam.slash("poll start")
    await club.sam.click(await club.sam.click(new, "Discard"), "Discard")
    before = len(posts(club))
    reply = await club.sam.click(old, "Start")
    assert reply.response.id == old.response.id
    assert "This draft is gone" in reply.text
    assert reply.buttons == []
    assert len(posts(club)) == before


async def test_a_korean_host_reads_korean_throughout(club: Club) -> None:
    """At every step, the only line in English is the default question, which is in the server's language."""
    lift_rate_limit(club)
    jiwoo, read = club.jiwoo, list[str]()
    panel = await jiwoo.slash("poll start", film1="소원", film2="하모니")
    steps: Sequence[Callable[[], Awaitable[Message]]] = (
        lambda: jiwoo.click(panel, "빼기"),
        lambda: jiwoo.click(panel, "뒤로"),
        lambda: jiwoo.click(panel, "다섯 편 뽑기"),
        lambda: jiwoo.select(panel, "첫사랑이 그리운 날"),
        lambda: jiwoo.submit_modal(panel, "영화 넣기", typed="moment"),
        lambda: jiwoo.click(panel, "빼기"),
        lambda: jiwoo.submit_modal(panel, "다른 마감 시간…", typed="내일 20:00"),
        lambda: jiwoo.select(panel, "동점이면 추첨"),
        lambda: jiwoo.click(panel, "초안 삭제"),
        lambda: jiwoo.click(panel, "뒤로"),
    )
    for step in steps:
        seen = await step()
        labels = [*seen.buttons, *(option["label"] for option in seen.options)]
        read += [line for line in (*seen.text.splitlines(), *labels) if re.search("[A-Za-z]{3}", line)]
    assert {line for line in read if not re.search("[가-힣]", line)} == {"Which film shall we watch?"}
    started = await jiwoo.click(panel, "시작")
    assert "투표를 열었어요" in started.text
    assert started.buttons == ["투표 보기"]
