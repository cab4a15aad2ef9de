"""A browser, a demo, and its page on a phone, shared by the tests of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.demo.browser import DemoPage, open_browser
from tests.demo.moved import MovedDemo, moved_demo

DESK, PHONE = (1280, 1000), (390, 844)


@pytest.fixture(scope="module")
def demo() -> Iterator[MovedDemo]:
    with moved_demo() as running:
        yield running


@pytest.fixture(scope="module")
def address(demo: MovedDemo) -> str:
    return demo.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[DemoPage]:
    """Yield the page that all tests of a file share, because opening one takes longer than most tests."""
    opened = DemoPage(browser, address, *PHONE)
    yield opened
    opened.page.close()


@pytest.fixture
def page(tab: DemoPage, demo: MovedDemo) -> DemoPage:
    """Return the page as its first viewer sees it, with nothing typed and no messages."""
    tab.reset()
    demo.clear_messages()
    tab.wait_until_empty()
    return tab
