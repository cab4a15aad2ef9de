"""A browser and a demo for the tests of a file, and its page on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.demo.browser import DemoPage, open_browser, running_demo

DESK, PHONE = (1280, 1000), (390, 844)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running_demo() as printed:
        yield printed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[DemoPage]:
    opened = DemoPage(browser, address, *request.param)
    yield opened
    opened.page.close()
