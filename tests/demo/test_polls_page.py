"""Polls on the demo's page, from the first tap to the winner: on a computer and a phone, with three people.

A second poll, with several votes for each person, runs only with --soak, because tests/stories covers it too.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import DESK, PHONE
from tests.demo.moved import MovedDemo
from tests.demo.polling import HARMONY, HOPE, JIWOO, MINA, SAM, poll_on, start_poll, vote

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")

SINGLE, APPROVAL = "What shall we cry over on Friday?", "Which ones would you enjoy?"
UNTIL_CLOSED = 11 * 60
"""Seconds until a poll has certainly closed."""


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[DemoPage]:
    yield (page := DemoPage(browser, address, *DESK))
    page.page.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[DemoPage]:
    yield (page := DemoPage(browser, address, *PHONE))
    page.page.close()


def result(page: DemoPage, text: str) -> Locator:
    """Return the newest message that shows a result with this text."""
    return (
        page.messages.filter(has_text=text).filter(has=page.page.get_by_role("button", name="How it was counted")).last
    )


def test_a_poll_is_started_in_a_few_taps(desk: DemoPage) -> None:
    """The panel is private, and the poll is posted for everyone."""
    start_poll(desk, SINGLE, film1="Hope", film2="Harmony", film3="The Classic")
    expect(poll_on(desk, SINGLE)).to_contain_text("Harmony (2010)")


@pytest.mark.soak
def test_a_poll_with_several_votes_each_is_started(desk: DemoPage, phone: DemoPage) -> None:
    """The method is chosen on the panel, and the poll's message names it."""
    start_poll(phone, APPROVAL, "Several votes each", film1="Hope", film2="Harmony")
    expect(poll_on(desk, APPROVAL)).to_contain_text("Vote for as many as you like")


@pytest.mark.soak
def test_polls_take_few_presses(desk: DemoPage, phone: DemoPage) -> None:
    """After the command, two presses start a poll, from a film's card or from scratch."""
    for page, command, presses in (
        (desk, "film show", ("Add to poll", "Draw four more and start")),
        (phone, "poll start", ("Draw five", "Start")),
    ):
        page.view_as(MINA)
        newest = page.send_title("harmony") if command == "film show" else page.run_command(command)
        panel = page.messages.count() - 1 + (command == "film show")
        for place, press in enumerate(presses):
            page.press(newest if place == 0 else page.messages.nth(panel), press)
        expect(page.messages.nth(panel)).to_contain_text("Your poll is open")


def test_three_people_vote_and_both_pages_keep_count(desk: DemoPage, phone: DemoPage) -> None:
    """Each voter is told privately, in their own language, and the counts change on both pages without a reload."""
    expect(vote(desk, MINA, SINGLE, HARMONY)).to_contain_text("Your vote: Harmony (2010)")
    expect(vote(phone, SAM, SINGLE, HARMONY, HOPE)).to_contain_text("Your vote is now Hope (2013)")
    expect(vote(desk, JIWOO, SINGLE, HARMONY)).to_contain_text("투표했어요: 하모니 (2010)")
    for page in (desk, phone):
        poll_on(page, SINGLE).filter(has_text="3 voters").filter(has_text="2 votes · 67%").wait_for()


@pytest.mark.soak
def test_several_votes_are_counted_on_both_pages(desk: DemoPage, phone: DemoPage) -> None:
    """Each press adds an option to the ballot."""
    expect(vote(phone, SAM, APPROVAL, HOPE, HARMONY)).to_contain_text("You added Harmony (2010)")
    expect(vote(phone, JIWOO, APPROVAL, HOPE)).to_contain_text("투표했어요: 소원 (2013)")
    for page in (desk, phone):
        poll_on(page, APPROVAL).filter(has_text="2 voters").filter(has_text="▰▰▰▰▰▱▱▱▱▱ 1 vote · 50%").wait_for()


def test_a_poll_closes_by_the_clock_and_shows_its_winner(demo: MovedDemo, desk: DemoPage, phone: DemoPage) -> None:
    """The result appears on both pages by itself, without a click."""
    demo.advance(UNTIL_CLOSED)
    for page in (desk, phone):
        result(page, "🥇 Harmony (2010) · 2 votes · 67%").wait_for()
        page.messages.filter(has_text=SINGLE).filter(has_text="won. Closed").wait_for()


@pytest.mark.soak
def test_the_winners_card_warns_of_strong_content(desk: DemoPage, phone: DemoPage) -> None:
    """The poll with several votes each has closed too, and the card of its winner has the warning."""
    for page in (desk, phone):
        card = result(page, "🥇 Hope (2013) · 2 votes · 100%").filter(has_text="소원")
        expect(card).to_contain_text("Strong content: Sexual violence")


def test_the_result_is_read_in_korean_and_can_be_checked(phone: DemoPage) -> None:
    """A Korean reader opens the results and is told in Korean how they were counted."""
    phone.view_as(JIWOO)
    results = phone.run_command("poll results")
    expect(results).to_contain_text("🥇")
    before = phone.messages.count()
    phone.press(results, "집계 방법")
    expect(phone.wait_for_message_after(before)).to_contain_text("마감되면 모든 표를 세고")
