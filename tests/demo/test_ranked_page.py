"""A ranked poll on the demo's page, in Korean and on a phone: three people rank and veto, and read the result."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.core.text.languages import Language
from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE
from tests.demo.moved import MovedDemo, moved_demo
from tests.demo.polling import JIWOO, MINA, SAM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")

UNTIL_CLOSED = 25 * 3600
"""Seconds until a poll that is open for a day has certainly closed."""
RANK, VETO, COUNTED = "순위 매기기", "거부하기", "집계 방법"


@pytest.fixture
def korean_demo() -> Iterator[MovedDemo]:
    with moved_demo(Language.KOREAN) as running:
        yield running


@pytest.fixture
def phone(browser: Browser, korean_demo: MovedDemo) -> Iterator[DemoPage]:
    yield (page := DemoPage(browser, korean_demo.address, *PHONE))
    page.page.close()


def message_with_button(page: DemoPage, button: str) -> Locator:
    """Return the newest message with this button."""
    return page.messages.filter(has=page.page.get_by_role("button", name=button, exact=True)).last


def press_as(page: DemoPage, person: str, button: str) -> Locator:
    """Press a button of the poll as one person, and return the private answer."""
    page.view_as(person)
    before = page.messages.count()
    page.press(message_with_button(page, button), button)
    page.wait_for_message_after(before)
    return page.messages.nth(before)


def rank(page: DemoPage, person: str, *titles: str) -> Locator:
    """Rank the options with these titles as one person, and return the private ballot."""
    ballot = press_as(page, person, RANK)
    for title in titles:
        page.choose(ballot, title)
    return ballot


@pytest.mark.soak
def test_three_people_rank_a_poll_to_its_result(korean_demo: MovedDemo, phone: DemoPage) -> None:
    """Each film has one first choice. Sam vetoes The Classic, so Jiwoo's ballot moves on to Harmony, which wins."""
    phone.view_as(JIWOO)
    panel = phone.messages.nth(phone.messages.count())
    phone.run_command("poll start", film1="소원", film2="하모니", film3="클래식")
    for choice in ("순위 투표", "한 명이 거부하면 빠짐"):
        phone.choose(panel, choice)
    expect(panel).to_contain_text("⏳ 24시간 · 순위 투표 · 1명 거부")
    phone.press(panel, "시작")
    ballot = rank(phone, JIWOO, "클래식", "하모니")
    expect(ballot).to_contain_text("3개 중 2개를 골랐어요")
    phone.press(ballot, "완료")
    expect(ballot).to_contain_text("순위를 반영했어요")
    expect(rank(phone, MINA, "Hope", "Harmony", "The Classic")).to_contain_text("You've ranked everything")
    rank(phone, SAM, "Harmony")
    veto = press_as(phone, SAM, VETO)
    phone.choose(veto, "The Classic")
    expect(veto).to_contain_text("Your veto: The Classic (2003)")
    expect(message_with_button(phone, RANK)).to_contain_text("거부돼서 빠졌어요")
    expect(message_with_button(phone, RANK)).to_contain_text("3명 참여")
    korean_demo.advance(UNTIL_CLOSED)
    phone.view_as(JIWOO)
    result = message_with_button(phone, COUNTED)
    expect(result).to_contain_text("🥇 하모니 (2010) · 2표 · 67%")
    expect(result).to_contain_text("거부돼서 빠진 것: 클래식 (2003)")
    expect(press_as(phone, JIWOO, COUNTED)).to_contain_text("1라운드 (마지막)")
