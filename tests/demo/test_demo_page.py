"""The demo as a newcomer meets it: one command, a page in the browser, a card."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage, running_demo

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Yield the address of a demo that was started with the command from the README."""
    with running_demo() as printed:
        yield printed


def test_the_first_thing_a_newcomer_sees_is_a_welcome(tab: DemoPage) -> None:
    """The bot introduces itself in the channel."""
    expect(tab.messages.first).to_contain_text("I know films that make people cry")
    expect(tab.messages.first).to_contain_text("/film show")


def test_a_picked_suggestion_posts_a_card(tab: DemoPage) -> None:
    """The card has a link to the service, and More hides the spoilers."""
    card = tab.send_title("moment rem")
    expect(card).to_contain_text("A Moment to Remember (2004)")
    expect(card.get_by_role("link", name="Amazon Prime Video")).to_have_count(1)
    before = tab.messages.count()
    tab.press(card, "More")
    expect(tab.wait_for_message_after(before).locator("[aria-label*=poiler]")).not_to_have_count(0)
