"""Searching, settings, language, help and privacy on the demo's page, as a newcomer tries them."""

import pytest

from tests.demo.browser import CHROMIUM, DemoPage

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the demo's page with")
PRIVATE = "Only you can see this"


def test_a_search_its_pages_a_card_and_sharing(page: DemoPage) -> None:
    """The list is private and turns in place; a card opens in its place; Share posts the page for everybody."""
    found = page.runs("film search", theme="First love")
    place = page.messages.count() - 1
    assert PRIVATE in found.inner_text()
    page.presses(found, "Next")
    assert "Page 2 of 4" in page.messages.nth(place).inner_text()
    page.chooses(page.messages.nth(place), "Moonlit Winter (2019)")
    assert page.title(page.messages.nth(place)) == "Moonlit Winter (2019)"
    page.presses(page.messages.nth(place), "Back to the list")
    page.presses(page.messages.nth(place), "Share this page")
    assert PRIVATE not in page.waits_for_more_than(place + 1).inner_text()


def test_a_host_changes_the_servers_language_and_everybody_reads_it(page: DemoPage) -> None:
    """The next card is Korean for all, until the host says otherwise."""
    page.becomes("Mina (moderator)")
    panel = page.runs("settings")
    place = page.messages.count() - 1
    assert PRIVATE in panel.inner_text()
    for language in ("한국어", "English"):
        page.presses(page.messages.nth(place), "Language")
        page.presses(page.messages.nth(place), language)
        page.messages.nth(place).get_by_text("Saved").wait_for()
        if language == "한국어":
            assert page.title(page.sends("hope 2013")) == "소원 (2013)"


def test_a_person_reads_korean_and_english_again(page: DemoPage) -> None:
    """A press changes the language of the very message it is on."""
    panel = page.runs("language")
    place = page.messages.count() - 1
    page.presses(panel, "한국어")
    assert "나에게만" in page.runs("help").inner_text() or "눈물" in page.messages.last.inner_text()
    page.presses(page.messages.nth(place), "English")
    assert "Three to try first" in page.runs("help").inner_text()


def test_help_about_and_what_is_kept_are_private(page: DemoPage) -> None:
    """Three commands that everybody may try without a fear."""
    page.becomes("Jiwoo 지우 (Korean)")
    for command in ("help", "about", "privacy show"):
        assert PRIVATE in page.runs(command).inner_text()
