"""Tears on the demo's page: ratings, boards, a year, the ready-made poll and its result, and deletion."""

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE
from tests.demo.moved import MovedDemo
from tests.demo.polling import JIWOO, MINA, SAM

POLL_SECONDS = 25 * 60 * 60
"""Seconds until a poll that is open for a day has certainly closed."""
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")


@pytest.mark.soak
@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_three_people_rate_and_share_the_board(page: DemoPage) -> None:
    """Each reader gets a private menu, the card shows the mean, and the board can be shown as a picture."""
    card = page.send_title("harmony")
    place = page.messages.count() - 1
    for person in (JIWOO, MINA, SAM):
        page.view_as(person)
        before = page.messages.count()
        page.press(page.messages.nth(place), "I cried")
        menu = page.wait_for_message_after(before)
        expect(menu).to_contain_text("Only you can see this")
        page.choose(menu, page.localize("tears.level.4"))
    expect(card).to_contain_text("Harmony")
    expect(page.send_title("harmony")).to_contain_text("This server: 4.0/5 from 3 ratings")
    board = page.run_command("board server")
    expect(board).to_contain_text("Harmony (2010)")
    before = page.messages.count()
    page.press(board, "Show as picture")
    picture = page.wait_for_message_after(before)
    expect(picture).to_contain_text("Cry board")
    expect(picture).not_to_contain_text("▰")  # part of the board as text, which is posted if no picture can be drawn


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_the_boards_of_a_year_a_film_and_a_person(page: DemoPage) -> None:
    """Each board opens, and a person's own board is in that person's language."""
    expect(page.run_command("board year")).to_contain_text("in tears")
    expect(page.run_command("board film", film="A Moment")).to_contain_text("4.7/5 from 3 ratings")
    page.view_as(JIWOO)
    expect(page.run_command("board me")).to_contain_text("나를 가장 많이 울린 영화")


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_the_poll_on_tears_and_the_deletion_of_data(page: DemoPage, demo: MovedDemo) -> None:
    """Sam votes in the poll on tears, sees its result, and leaves a board by deleting his data."""
    page.view_as(SAM)
    page.run_command("poll cried")
    question = page.localize("tears.poll.question")
    poll = page.messages.filter(has_text=question).filter(has=page.page.get_by_role("button", name="1 ")).last
    page.press(poll, poll.get_by_role("button").first.inner_text())
    demo.advance(POLL_SECONDS)
    counted = page.page.get_by_role("button", name="How it was counted")
    expect(page.messages.filter(has_text="🥇").filter(has=counted).last).to_contain_text("1 vote · 100%")
    asked = page.run_command("privacy forget")
    place = page.messages.count() - 1
    page.press(asked, page.localize("privacy.forget.yes"))
    expect(page.messages.nth(place)).to_contain_text("deleted")
    expect(page.run_command("board film", film="A Moment")).to_contain_text("4.5/5 from 2 ratings")
