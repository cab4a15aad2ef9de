"""Picks on the demo's page, as a newcomer tries them: in a real browser, on a desk and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.demo.browser import CHROMIUM, DemoPage

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")

DRAWN = re.compile("drawn here|Nothing drawn")
DESK = (1280, 1000)
FILTERS = [
    {"mood": "Laugh first"},
    {"ending": "With hope"},
    {"service": "Rakuten"},
    {"max_minutes": "110"},
    {"years": "2000s"},
    {"tears": "Bring tissues"},
    {"calm": "True"},
]


def test_a_pick_its_details_another_and_not_for_us(page: DemoPage) -> None:
    """Each button does its work in place, or privately."""
    pick = page.runs("tearjerker")
    first, place = page.title(pick).inner_text(), page.messages.count() - 1
    page.presses(pick, "Another")
    pick = page.messages.nth(place)
    expect(page.title(pick)).not_to_have_text(first)
    second = page.title(pick).inner_text()
    page.presses(pick, "Details")
    details = page.waits_for_more_than(place + 1)
    expect(details).to_contain_text("Only you can see this")
    expect(details).to_contain_text(second)
    page.presses(page.messages.nth(place), "Not for us")
    expect(page.messages.nth(place)).to_contain_text(f"{second} went back to the bottom")


@pytest.fixture(scope="module")
def minas_page(browser: Browser, address: str) -> Iterator[DemoPage]:
    """A page for many commands; Sam has asked for so much above that he would be told to wait."""
    page = DemoPage(browser, address, *DESK)
    page.becomes("Mina (moderator)")
    yield page
    page.page.close()


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: next(iter(filters)))
def test_every_filter_draws(minas_page: DemoPage, filters: dict[str, str]) -> None:
    """Whatever is asked for, a pick comes, or what to leave out."""
    minas_page.runs("tearjerker", **filters).get_by_text(DRAWN).first.wait_for()


def test_the_panel_is_private_and_korean_for_who_reads_korean(page: DemoPage) -> None:
    """Ticking saves, and the panel says so."""
    page.becomes("Jiwoo 지우 (Korean)")
    panel = page.runs("avoid")
    place = page.messages.count() - 1
    panel.locator(".select-trigger").first.click()
    page.page.get_by_text("성폭력", exact=True).last.click()
    page.page.get_by_role("button", name="Apply").click()
    page.settle()
    page.messages.nth(place).get_by_text("저장했어요").wait_for()
    page.presses(page.messages.nth(place), "모두 지우기")
