"""A host prepares a poll in a panel that nobody else sees, and starts it."""

import re
from collections.abc import Awaitable, Callable, Sequence

from tests.stories.club import Club, Message
from tests.stories.polls import listed, may_press_fast, posts, prepared


async def test_three_taps_from_the_command_to_a_running_poll(club: Club) -> None:
    """Command, look, Start: everything else has a sensible default."""
    panel = await prepared(club.sam)
    assert panel.is_ephemeral
    assert panel.card.title == "Which film shall we watch?"
    assert listed(panel) == ["Hope (2013)", "Harmony (2010)"]
    for said in ("One vote for each person", "Open for 24 hours", "added first", "Counts show", "Secret"):
        assert said in panel.field("How it goes")
    before = len(posts(club))
    started = await club.sam.click(panel, "Start")
    assert started.response.id == panel.response.id
    assert "Your poll is open" in started.text
    assert started.buttons == ["Go to the poll"]
    assert len(posts(club)) == before + 1


async def test_what_must_be_seen_of_a_film_stands_beside_it(club: Club) -> None:
    """Strong content is named in the panel, before anything is put to the vote."""
    panel = await prepared(club.sam, film1="Hope")
    assert "**1.** Hope (2013) ⚠️ Sexual violence" in panel.text


async def test_an_empty_panel_says_what_to_do(club: Club) -> None:
    """`/poll start` alone is enough to begin with; Start says what is missing, and the panel stays."""
    panel = await club.sam.slash("poll start")
    assert "Nothing to vote for yet" in panel.text
    assert "Remove…" not in panel.buttons
    before = len(posts(club))
    for button in ("Start", "Preview"):
        panel = await club.sam.click(panel, button)
        assert "at least 2 options" in panel.field("Just now")
        assert panel.buttons[-3:] == ["Start", "Preview", "Throw away"]
    assert len(posts(club)) == before


async def test_the_preview_is_the_message(club: Club) -> None:
    """What is shown privately is what is posted, in the language of the place; and there is a way back."""
    panel = await prepared(club.jiwoo, question="금요일에는?", film1="소원", film2="하모니")
    preview = await club.jiwoo.click(panel, "미리 보기")
    assert preview.is_ephemeral
    assert preview.response.id == panel.response.id
    assert preview.buttons == ["시작", "뒤로"]
    shown = preview.card.to_dict()
    back = await club.jiwoo.click(preview, "뒤로")
    assert listed(back) == ["소원 (2013)", "하모니 (2010)"]
    await club.jiwoo.click(await club.jiwoo.click(back, "미리 보기"), "시작")
    (posted,) = posts(club)[-1]["embeds"]
    assert (posted["title"], posted["description"]) == (shown["title"], shown["description"])
    assert "Hope (2013)" in posted["description"]


async def test_a_second_start_starts_nothing_more(club: Club) -> None:
    """From another panel of the same poll: it is told of the poll that runs, and nothing new is posted."""
    panel, other = await prepared(club.sam), await club.sam.slash("poll start")
    await club.sam.click(panel, "Start")
    before = len(posts(club))
    answer = await club.sam.click(other, "Start")
    assert "Your poll is open" in answer.text
    assert answer.buttons == ["Go to the poll"]
    assert len(posts(club)) == before


async def test_what_was_prepared_is_carried_on(club: Club) -> None:
    """Who comes back finds everything, and says with one press that only the new films count."""
    await prepared(club.sam, question="On Friday?", film1="Hope")
    again = await club.sam.slash("poll start")
    assert "carried on" in again.field("Just now")
    assert (again.card.title, listed(again)) == ("On Friday?", ["Hope (2013)"])
    both = await prepared(club.sam, question="And on Sunday?", film1="Harmony", film2="Hope", film3="The Classic")
    assert both.card.title == "And on Sunday?"
    assert listed(both) == ["Hope (2013)", "Harmony (2010)", "The Classic (2003)"]
    assert "Already there: Hope (2013)" in both.field("Just now")
    only = await club.sam.click(both, "Only the new ones (2)")
    assert listed(only) == ["Harmony (2010)", "The Classic (2003)"]


async def test_a_film_is_added_by_command(club: Club) -> None:
    """`/poll add` opens the panel with it; who has nothing in the making is told how to begin."""
    nothing = await club.sam.slash("poll add", film="Hope")
    assert nothing.is_ephemeral
    assert "/poll start" in nothing.text
    await prepared(club.sam)
    offered = await club.sam.autocomplete("poll add", "film", "classi")
    assert offered[0]["name"] == "The Classic (2003) · 클래식 · KR"
    added = await club.sam.slash("poll add", film=offered[0]["value"])
    assert added.is_ephemeral
    assert listed(added)[-1] == "The Classic (2003)"
    assert "Added: The Classic (2003)" in added.field("Just now")


async def test_every_film_option_offers_what_film_show_offers(club: Club) -> None:
    """Half a title, in the person's language."""
    for number in range(1, 6):
        offered = await club.jiwoo.autocomplete("poll start", f"film{number}", "소원")
        assert offered[0]["name"] == "소원 (2013) · Hope · KR"


async def test_a_poll_begins_under_a_films_card(club: Club) -> None:
    """The button opens the presser's own panel with that film, and adds to it the next time."""
    card = await club.sam.slash("film show", title="Hope")
    panel = await club.jiwoo.click(card, "Start a poll")
    assert panel.is_ephemeral
    assert panel.card.title == "Which film shall we watch?"
    assert listed(panel) == ["소원 (2013)"]
    card = await club.sam.slash("film show", title="Harmony")
    assert listed(await club.jiwoo.click(card, "Start a poll")) == ["소원 (2013)", "하모니 (2010)"]
    again = await club.jiwoo.click(card, "Start a poll")
    assert "이미 들어 있어요: 하모니 (2010)" in again.field("방금")


async def test_a_poll_begins_under_a_pick(club: Club) -> None:
    """What chance drew can be put to the vote at once."""
    pick = await club.sam.slash("tearjerker")
    panel = await club.sam.click(pick, "Start a poll")
    assert listed(panel) == [pick.card.title]


async def test_there_are_no_polls_in_direct_messages(club: Club) -> None:
    """So no button speaks of them there."""
    card = await club.sam_in_dm.slash("film show", title="Hope")
    assert "Start a poll" not in card.buttons


async def test_an_option_is_removed(club: Club) -> None:
    """By a menu with every option; there is a way back."""
    panel = await prepared(club.sam)
    asked = await club.sam.click(panel, "Remove…")
    assert [option["label"] for option in asked.options] == ["Hope (2013)", "Harmony (2010)"]
    removed = await club.sam.select(asked, "Hope (2013)")
    assert removed.response.id == panel.response.id
    assert listed(removed) == ["Harmony (2010)"]
    assert "Taken off: Hope (2013)" in removed.field("Just now")
    back = await club.sam.click(await club.sam.click(removed, "Remove…"), "Back")
    assert listed(back) == ["Harmony (2010)"]


async def test_a_poll_is_thrown_away(club: Club) -> None:
    """Only after a second press, and nothing of it is left."""
    panel = await prepared(club.sam)
    asked = await club.sam.click(panel, "Throw away")
    assert "all that is on it (2)" in asked.text
    back = await club.sam.click(asked, "Back")
    assert listed(back) == ["Hope (2013)", "Harmony (2010)"]
    gone = await club.sam.click(await club.sam.click(back, "Throw away"), "Throw away")
    assert "nothing was posted" in gone.text
    assert gone.buttons == []
    assert "no poll in the making" in (await club.sam.slash("poll add", film="Hope")).text


async def test_a_panel_whose_poll_is_gone_says_so_in_its_place(club: Club) -> None:
    """Two panels of one poll: what one threw away, the other cannot start."""
    old, new = await prepared(club.sam), await club.sam.slash("poll start")
    await club.sam.click(await club.sam.click(new, "Throw away"), "Throw away")
    before = len(posts(club))
    said = await club.sam.click(old, "Start")
    assert said.response.id == old.response.id
    assert "not there any more" in said.text
    assert said.buttons == []
    assert len(posts(club)) == before


async def test_a_korean_host_reads_korean_throughout(club: Club) -> None:
    """Every step of the way, while the poll itself is in the language of the server."""
    may_press_fast(club)
    jiwoo, read = club.jiwoo, list[str]()
    panel = await jiwoo.slash("poll start", film1="소원", film2="하모니")
    steps: Sequence[Callable[[], Awaitable[Message]]] = (
        lambda: jiwoo.click(panel, "빼기…"),
        lambda: jiwoo.click(panel, "뒤로"),
        lambda: jiwoo.click(panel, "다섯 편 뽑기…"),
        lambda: jiwoo.select(panel, "첫사랑이 그리운 날"),
        lambda: jiwoo.submit_modal(panel, "제목으로 넣기…", typed="moment"),
        lambda: jiwoo.click(panel, "빼기"),
        lambda: jiwoo.submit_modal(panel, "직접 적기…", typed="산책하러 가기"),
        lambda: jiwoo.submit_modal(panel, "마감 시간…", typed="내일 20:00"),
        lambda: jiwoo.select(panel, "동점이면 추첨"),
        lambda: jiwoo.click(panel, "지우기"),
        lambda: jiwoo.click(panel, "뒤로"),
    )
    for step in steps:
        seen = await step()
        labels = [*seen.buttons, *(option["label"] for option in seen.options)]
        read += [line for line in (*seen.text.splitlines(), *labels) if re.search("[A-Za-z]{3}", line)]
    assert {line for line in read if not re.search("[가-힣]", line)} == {"Which film shall we watch?"}
    started = await jiwoo.click(panel, "시작")
    assert "투표를 열었어요" in started.text
    assert started.buttons == ["투표 보러 가기"]
