"""Tears on the demo's page: three people rate a film, and see the board and its picture."""

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE
from tests.demo.polling import JIWOO, MINA, SAM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_three_people_rate_and_share_the_board(page: DemoPage) -> None:
    """The menu is private and in each reader's language; the board shows everyone's mean, also as a picture."""
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
    expect(picture).not_to_contain_text("▰")  # the board as text, which stands in where no picture can be drawn
