"""A host chooses a poll's voting rules, closing time and question."""

import re

import pytest

from tests.soak_cases import soak_after
from tests.stories.club import Club, Message
from tests.stories.polls import days_ahead, listed_options, prepare_panel

HOUR, DAY = 3600, 24 * 3600
TIME, QUESTION = "Other closing time…", "Change the question…"


def rules_text(panel: Message) -> str:
    """Return the card's line of voting rules, which begins with ⏳."""
    return next(line for line in (panel.card.description or "").splitlines() if line.startswith("⏳"))


def stamp(panel: Message) -> int:
    """Return the moment at which a poll closes, as its panel shows it."""
    found = re.search(r"<t:(\d+):d>", rules_text(panel))
    assert found, rules_text(panel)
    return int(found[1])


@pytest.mark.parametrize(
    ("chosen", "expected", "back"),
    [
        ("Several votes each", "several votes each", "One vote each"),
        ("Ties: decide by lot", "ties by lot", "Ties: first added wins"),
        ("Hide the counts until it closes", "counts hidden", "Show the counts from the start"),
        ("Public votes", "public votes", "Secret ballot"),
        ("Leave it open until I end it", "⏳ until you end it", "Close after 24 hours"),
    ],
)
async def test_every_rule_can_be_changed_and_changed_back(club: Club, chosen: str, expected: str, back: str) -> None:
    """Each rule is one choice in the menu, which then offers the opposite choice."""
    panel = await prepare_panel(club.sam)
    before = rules_text(panel)
    changed = await club.sam.select(panel, chosen)
    assert changed.response.id == panel.response.id
    assert expected in rules_text(changed)
    assert "Changed" in changed.text
    assert chosen not in [option["label"] for option in changed.options]
    again = await club.sam.select(changed, back)
    assert re.sub(r"\d{9,}", "", rules_text(again)) == re.sub(r"\d{9,}", "", before)


async def test_names_are_hidden_with_the_counts(club: Club) -> None:
    """While the counts are hidden, public votes are hidden too, and the preview says so."""
    panel = await club.sam.select(await prepare_panel(club.sam), "Public votes")
    panel = await club.sam.select(panel, "Hide the counts until it closes")
    assert rules_text(panel) == "⏳ 24 hours · counts hidden · +1"
    preview = await club.sam.click(panel, "Preview")
    assert "Votes become public when it closes" in preview.text


@pytest.mark.parametrize(
    "chosen", soak_after(2, ["Close after 1 hour", "Close after 2 hours", "Close after 3 days", "Close after 7 days"])
)
async def test_a_closing_time_is_chosen(club: Club, chosen: str) -> None:
    """The panel shows the chosen time as a duration."""
    panel = await club.sam.select(await prepare_panel(club.sam), chosen)
    assert f"⏳ {chosen.removeprefix('Close after ')} ·" in rules_text(panel)


@pytest.mark.parametrize(
    ("typed", "expected"),
    soak_after(
        2,
        [
            ("2h", "⏳ 2 hours ·"),
            ("1h 30m", "⏳ 1 hour 30 minutes"),
            ("3일", "⏳ 3 days"),
            ("2시간", "⏳ 2 hours ·"),
            ("50h", "⏳ 2 days 2 hours"),
            ("10분", "⏳ 10 minutes"),
        ],
    ),
)
async def test_a_duration_can_be_typed(club: Club, typed: str, expected: str) -> None:
    """Durations in English and in Korean are understood."""
    panel = await club.sam.submit_modal(await prepare_panel(club.sam), TIME, typed=typed)
    assert expected in rules_text(panel)


@pytest.mark.parametrize("typed", soak_after(2, ["tomorrow 20:00", "내일 20:00", "내일 오후 8시"]))
async def test_a_time_is_read_by_the_servers_clock(club: Club, typed: str) -> None:
    """A time is read in the server's time zone, which the form names. The panel shows it as a Discord timestamp."""
    zones = await club.mina.click(await club.mina.slash("settings"), "Time zone")
    await club.mina.select(zones, "Seoul, South Korea")
    panel = await prepare_panel(club.sam)
    opened = await club.sam.open_modal(panel, TIME)
    assert "(UTC+9)" in str(opened.modal)
    panel = await club.sam.submit_modal(panel, TIME, typed=typed)
    assert (stamp(panel) + 9 * HOUR) % DAY == 20 * HOUR
    assert f"<t:{stamp(panel)}:t>" in rules_text(panel)
    assert "UTC" not in panel.text


async def test_a_missing_time_zone_is_mentioned(club: Club) -> None:
    """Without a time zone, times are in UTC, and the panel links to `/settings`."""
    panel = await club.sam.submit_modal(await prepare_panel(club.sam), TIME, typed="tomorrow 20:00")
    assert stamp(panel) % DAY == 20 * HOUR
    assert "Times are in UTC until a time zone is set in </settings:" in panel.text


@pytest.mark.parametrize(
    ("typed", "refusal"),
    soak_after(
        2,
        [
            ("tomorow 8", "Try `2h`, `3d`"),
            ("5x", "Try `2h`, `3d`"),
            ("0m", "at least a minute"),
            ("5s", "at least a minute"),
            ("31d", "at most 30 days away"),
            ("2020-01-01 20:00", "already passed"),
        ],
    ),
)
async def test_an_impossible_time_is_given_back(club: Club, typed: str, refusal: str) -> None:
    """The refusal has a reason or examples. The typed text can be corrected, and the draft is unchanged."""
    panel = await prepare_panel(club.sam)
    before = rules_text(panel)
    answer = await club.sam.submit_modal(panel, TIME, typed=typed)
    assert refusal in answer.text
    assert f"You typed: {typed}" in answer.text
    assert re.sub(r"\d{9,}", "", rules_text(answer)) == re.sub(r"\d{9,}", "", before)
    assert listed_options(answer) == ["Hope (2013)", "Harmony (2010)"]
    opened = await club.sam.actor.click(answer.response, label="Fix the time…")
    assert typed in str(opened.modal)
    mended = await club.sam.submit_modal(answer, "Fix the time…", typed="3h")
    assert "⏳ 3 hours" in rules_text(mended)
    assert "Fix the time…" not in mended.buttons


@pytest.mark.parametrize("which", [0, 1])
async def test_an_ambiguous_time_is_asked_about(club: Club, which: int) -> None:
    """The question shows both times, and one press chooses. Until then nothing changes."""
    panel = await prepare_panel(club.sam)
    before = rules_text(panel)
    question = await club.sam.submit_modal(panel, TIME, typed=f"{days_ahead(5)} midnight")
    assert "Which one do you mean?" in question.text
    assert re.sub(r"\d{9,}", "", rules_text(question)) == re.sub(r"\d{9,}", "", before)
    stamps = [int(moment) for moment in re.findall(r"<t:(\d+):F>", question.text)]
    assert stamps[1] - stamps[0] == DAY
    labels = [label for label in question.buttons if label.endswith(" 00:00")]
    chosen = await club.sam.click(question, labels[which])
    assert stamp(chosen) == stamps[which]
    assert "Changed" in chosen.text
    assert not set(labels) & set(chosen.buttons)


async def test_a_bad_time_is_answered_in_korean(club: Club) -> None:
    """The answer has Korean examples."""
    panel = await club.jiwoo.slash("poll start", film1="소원")
    answer = await club.jiwoo.submit_modal(panel, "다른 마감 시간…", typed="나중에")
    assert "`내일 20:00`" in answer.text
    assert "시간 고치기…" in answer.buttons


async def test_the_question_is_edited_in_a_form(club: Club) -> None:
    """The form contains the current question. An empty question is refused, and changes nothing."""
    panel = await prepare_panel(club.sam, question="On *Friday*?", film1="Hope")
    opened = await club.sam.open_modal(panel, QUESTION)
    assert "On *Friday*?" in str(opened.modal)
    changed = await club.sam.submit_modal(panel, QUESTION, typed="On Saturday?")
    assert changed.card.title == "On Saturday?"
    reply = await club.sam.submit_modal(changed, QUESTION, typed="\u200b")
    assert "needs a question" in reply.text
    assert reply.card.title == "On Saturday?"
