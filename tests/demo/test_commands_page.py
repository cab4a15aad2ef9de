"""Searching, settings, language, help and privacy on the demo's page, as a newcomer tries them on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.demo.browser import CHROMIUM, DemoPage
from tests.demo.conftest import PHONE

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with"),
    pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"]),
]
JIWOO = "Jiwoo 지우 (Korean)"
PRIVATE = "Only you can see this"


def test_a_search_can_be_paged_opened_and_shared(page: DemoPage) -> None:
    """The list is private and turns in place; a card replaces it; Share posts the page for everyone."""
    found = page.runs("film search", theme="First love")
    place = page.messages.count() - 1
    expect(found).to_contain_text(PRIVATE)
    page.presses(found, "Next")
    expect(page.messages.nth(place)).to_contain_text("Page 2 of 4")
    page.chooses(page.messages.nth(place), "Moonlit Winter (2019)")
    expect(page.title(page.messages.nth(place))).to_have_text("Moonlit Winter (2019)")
    page.presses(page.messages.nth(place), "Back to the list")
    page.presses(page.messages.nth(place), "Share this page")
    expect(page.waits_for_more_than(place + 1)).not_to_contain_text(PRIVATE)


def test_a_manager_changes_the_servers_language_for_everyone(page: DemoPage) -> None:
    """The next card is posted in Korean, and the manager can change the language back."""
    page.becomes("Mina (moderator)")
    panel = page.runs("settings")
    place = page.messages.count() - 1
    expect(panel).to_contain_text(PRIVATE)
    for language in ("한국어", "English"):
        page.presses(page.messages.nth(place), "Language")
        page.presses(page.messages.nth(place), language)
        page.messages.nth(place).get_by_text("Saved").wait_for()
        if language == "한국어":
            expect(page.title(page.sends("hope 2013"))).to_have_text("소원 (2013)")


def test_a_person_switches_to_korean_and_back(page: DemoPage) -> None:
    """A press on the panel changes the language of the next answer; another press changes it back."""
    panel = page.runs("language")
    place = page.messages.count() - 1
    page.presses(panel, "한국어")
    expect(page.runs("help")).to_contain_text(re.compile("제가 할 수 있는 일"))
    page.presses(page.messages.nth(place), "English")
    expect(page.runs("help")).to_contain_text("What I can do")


def test_a_korean_member_finds_commands_by_their_korean_names(page: DemoPage) -> None:
    """The list that opens with "/" shows them, and they work; English readers see the English ones."""
    listed = page.page.locator("#command-picker-listbox [role=option] strong")
    for person, names in (
        (JIWOO, ["/눈물", "/영화 보기", "/투표 열기", "/내정보 삭제"]),
        ("Sam", ["/tearjerker", "/film show"]),
    ):
        page.becomes(person)
        page.page.locator("#channel-composer-input").click()
        page.page.keyboard.type("/")
        listed.first.wait_for()
        assert set(names) <= set(listed.all_inner_texts())
        page.starts_over()
    page.becomes(JIWOO)
    expect(page.runs("도움말")).to_contain_text("제가 할 수 있는 일")


def test_help_about_and_privacy_are_private(page: DemoPage) -> None:
    """Anyone can try these three commands without others seeing the answers."""
    page.becomes(JIWOO)
    for command in ("도움말", "소개", "내정보 보기"):
        expect(page.runs(command)).to_contain_text(PRIVATE)
