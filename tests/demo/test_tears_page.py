"""Tears on the demo's page: ratings, boards, a year, the ready-made poll and its result, and forgetting."""

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE
from tests.demo.moved import MovedDemo
from tests.demo.polling import JIWOO, MINA, SAM

POLL_SECONDS = 25 * 60 * 60
"""Longer than a poll of a day."""
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_three_people_rate_and_share_the_board(page: DemoPage) -> None:
    """The menu is private and in each reader's language; the board shows everyone's mean, also as a picture."""
    card = page.sends("harmony")
    place = page.messages.count() - 1
    for person in (JIWOO, MINA, SAM):
        page.becomes(person)
        before = page.messages.count()
        page.presses(page.messages.nth(place), "I cried")
        menu = page.waits_for_more_than(before)
        expect(menu).to_contain_text("Only you can see this")
        page.chooses(menu, page.localize("tears.level.4"))
    expect(card).to_contain_text("Harmony")
    expect(page.sends("harmony")).to_contain_text("This server: 4.0/5 from 3 ratings")
    board = page.runs("board server")
    expect(board).to_contain_text("Harmony (2010)")
    before = page.messages.count()
    page.presses(board, "Show as picture")
    picture = page.waits_for_more_than(before)
    expect(picture).to_contain_text("Cry board")
    expect(picture).not_to_contain_text("▰")  # the board as text, which stands in where no picture can be drawn


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_tears_from_the_year_to_being_forgotten(page: DemoPage, demo: MovedDemo) -> None:
    """The year is one picture, the poll starts with one command, and whoever is forgotten leaves every board."""
    expect(page.runs("board year")).to_contain_text("in tears")
    expect(page.runs("board film", film="A Moment")).to_contain_text("4.7/5 from 3 ratings")
    page.becomes(JIWOO)
    expect(page.runs("board me")).to_contain_text("나를 가장 많이 울린 영화")
    page.becomes(SAM)
    page.runs("poll cried")
    question = page.localize("tears.poll.question")
    poll = page.messages.filter(has_text=question).filter(has=page.page.get_by_role("button", name="1 ")).last
    page.presses(poll, poll.get_by_role("button").first.inner_text())
    demo.passes(POLL_SECONDS)
    counted = page.page.get_by_role("button", name="How it was counted")
    expect(page.messages.filter(has_text="🥇").filter(has=counted).last).to_contain_text("1 vote · 100%")
    asked = page.runs("privacy forget")
    place = page.messages.count() - 1
    page.presses(asked, page.localize("privacy.forget.yes"))
    expect(page.messages.nth(place)).to_contain_text("deleted")
    expect(page.runs("board film", film="A Moment")).to_contain_text("4.5/5 from 2 ratings")
