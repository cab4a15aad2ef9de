"""Picks on the demo's page, as a newcomer tries them: in a real browser, on a computer and on a phone."""

import re

import pytest
from playwright.sync_api import Request, expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")

DRAWN = re.compile("drawn here|Drawn here|Nothing drawn")
FILTERS = [
    {"mood": "Laugh first"},
    {"ending": "With hope"},
    {"service": "Rakuten"},
    {"max_minutes": "110"},
    {"years": "2000s"},
    {"tears": "Bring tissues"},
    {"calm": "True"},
]


TALLEST = ("Silenced", "The Man from Nowhere", "House of Hummingbird")
MAX_HEIGHT, MAX_PICK_HEIGHT = {1280: 700, 390: 844}, {1280: 710, 390: 850}
"""Pixels that a card and a pick with their buttons may take, by page width; the tallest picks have 708 and 846."""


@pytest.mark.parametrize("film", TALLEST)
def test_a_card_is_one_command_and_fits_one_screen(page: DemoPage, film: str) -> None:
    """The films with the longest cards, and a pick with one more line, are within the limits."""
    viewport = page.page.viewport_size
    assert viewport
    for card, limits in ((page.sends(film, pick=False), MAX_HEIGHT), (page.runs("tearjerker"), MAX_PICK_HEIGHT)):
        size = card.bounding_box()
        assert size
        assert size["height"] <= limits[viewport["width"]]


def test_every_button_of_a_pick_works_with_one_press(page: DemoPage) -> None:
    """Another and Not for us change the pick in place, and More answers privately."""
    pick = page.runs("tearjerker")
    first, place = page.title(pick).inner_text(), page.messages.count() - 1
    page.presses(pick, "Another")
    pick = page.messages.nth(place)
    expect(page.title(pick)).not_to_have_text(first)
    second = page.title(pick).inner_text()
    page.presses(pick, "More")
    details = page.waits_for_more_than(place + 1)
    expect(details).to_contain_text("Only you can see this")
    expect(details).to_contain_text(second)
    taps: list[Request] = []
    page.page.on("request", lambda request: taps.append(request) if request.url.endswith("/api/action") else None)
    page.presses(page.messages.nth(place), "Not for us")
    assert len(taps) == 1
    pick = page.messages.nth(place)
    expect(pick).to_contain_text(f"{second} went to the bottom")
    expect(page.title(pick)).not_to_have_text(second)
    expect(pick.get_by_role("button", name="Another")).to_have_count(1)


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: next(iter(filters)))
@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_every_filter_draws(page: DemoPage, filters: dict[str, str]) -> None:
    """Whatever the filters, there is a pick, or advice on which filter to drop."""
    page.runs("tearjerker", **filters).get_by_text(DRAWN).first.wait_for()


def test_the_panel_is_private_and_korean_for_korean_readers(page: DemoPage) -> None:
    """A tick is saved, and the Korean panel says so."""
    page.becomes("Jiwoo 지우 (Korean)")
    panel = page.runs("avoid")
    place = page.messages.count() - 1
    panel.locator(".select-trigger").first.click()
    page.page.get_by_text("성폭력", exact=True).last.click()
    page.page.get_by_role("button", name="Apply").click()
    page.settle()
    page.messages.nth(place).get_by_text("저장했어요").wait_for()
    page.presses(page.messages.nth(place), page.localize("picks.avoid.clear"))
