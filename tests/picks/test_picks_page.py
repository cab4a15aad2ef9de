"""Picks on the demo's page, as a newcomer tries them: in a real browser, on a desk and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.demo.browser import CHROMIUM, DemoPage, open_browser, running_demo

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")

DESK, PHONE = (1280, 1000), (390, 844)
OFFERED = "#command-suggestion-listbox"
DRAWN = re.compile("drawn here|Nothing drawn")
FILTERS = [
    {"mood": "Laugh first"},
    {"ending": "With hope"},
    {"service": "Rakuten"},
    {"max_minutes": "110"},
    {"years": "2000s"},
    {"tears": "Bring tissues"},
    {"calm": "True"},
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running_demo() as printed:
        yield printed


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[DemoPage]:
    opened = DemoPage(browser, address, *request.param)
    yield opened
    opened.page.close()


def sends(demo: DemoPage, command: str, **options: str) -> Locator:
    """Type a command, give its options one after the other, and send; gives the newest message."""
    before = demo.messages.count()
    demo.page.locator("#channel-composer-input").click()
    demo.page.keyboard.type(f"/{command}")
    demo.page.locator("#command-picker-listbox [role=option]").first.wait_for()
    demo.page.keyboard.press("Enter")
    demo.page.locator(".command-chip").wait_for()
    for option, text in options.items():
        gives(demo, option, text)
    demo.page.locator("#send-message").click()
    return demo.waits_for_more_than(before)


def gives(demo: DemoPage, option: str, text: str) -> None:
    """Choose an option and type into it; what is offered is picked."""
    offered = demo.page.locator(f"{OFFERED} [data-value={option}]")
    if not offered.is_visible():
        demo.page.locator(".command-ghost").click()
    offered.click()
    demo.page.locator(f"input[data-option={option}]").wait_for()
    demo.page.keyboard.type(text)
    if not text.isdigit():
        demo.page.locator(f"{OFFERED} [role=option]").filter(has_text=text.split(maxsplit=1)[0]).first.click()
    demo.settle()


def presses(demo: DemoPage, message: Locator, button: str) -> None:
    message.get_by_role("button", name=button, exact=True).click()
    demo.page.wait_for_timeout(100)  # until the page knows that something was pressed
    demo.settle()


def title(message: Locator) -> str:
    return message.locator(".embed-title, [class*=embed-title]").first.inner_text()


def test_a_pick_its_details_another_and_not_for_us(page: DemoPage) -> None:
    """Each button does its work in place, or privately."""
    pick = sends(page, "tearjerker")
    first, place = title(pick), page.messages.count() - 1
    presses(page, pick, "Another")
    pick = page.messages.nth(place)
    second = title(pick)
    assert second != first
    presses(page, pick, "Details")
    details = page.waits_for_more_than(place + 1)
    assert "Only you can see this" in details.inner_text()
    assert second in details.inner_text()
    presses(page, page.messages.nth(place), "Not for us")
    assert f"{second} went back to the bottom" in page.messages.nth(place).inner_text()


def test_every_filter_draws(browser: Browser, address: str) -> None:
    """Whatever is asked for, a pick comes, or what to leave out."""
    page = DemoPage(browser, address, *DESK)
    page.becomes("Mina (moderator)")  # Sam has asked for so much above that he is told to wait
    for filters in FILTERS:
        sends(page, "tearjerker", **filters).get_by_text(DRAWN).first.wait_for()
    page.page.close()


def test_the_panel_is_private_and_korean_for_who_reads_korean(page: DemoPage) -> None:
    """Ticking saves, and the panel says so."""
    page.becomes("Jiwoo 지우 (Korean)")
    panel = sends(page, "avoid")
    place = page.messages.count() - 1
    panel.locator(".select-trigger").first.click()
    page.page.get_by_text("성폭력", exact=True).last.click()
    page.page.get_by_role("button", name="Apply").click()
    page.settle()
    page.messages.nth(place).get_by_text("저장했어요").wait_for()
    presses(page, page.messages.nth(place), "모두 지우기")
