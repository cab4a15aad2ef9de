"""Polls on the demo's page, started and voted on as people do."""

from playwright.sync_api import Locator, expect

from tests.demo.browser import DemoPage

MINA, SAM, JIWOO = "Mina (moderator)", "Sam", "Jiwoo 지우 (Korean)"
HOPE, HARMONY = "1 Hope (2013)", "2 Harmony (2010)"
PRIVATE = "Only you can see this"
OPEN_FOR = "10m"


def start_poll(page: DemoPage, question: str, *changes: str, **films: str) -> None:
    """Prepare a poll that stays open for ten minutes, with these changes in the panel's menu, and start it."""
    page.run_command("poll start", question=question, **films)
    place = page.messages.count() - 1
    for change in changes:
        page.choose(page.messages.nth(place), change)
    page.choose(page.messages.nth(place), "Other closing time…")
    page.fill_in(OPEN_FOR)
    expect(page.messages.nth(place)).to_contain_text(PRIVATE)
    page.press(page.messages.nth(place), "Start")
    poll_on(page, question).wait_for()


def poll_on(page: DemoPage, question: str) -> Locator:
    """Return the message of a running poll."""
    return page.messages.filter(has_text=question).filter(has=page.page.get_by_role("button", name=HOPE)).last


def vote(page: DemoPage, person: str, question: str, *labels: str) -> Locator:
    """Press these buttons as one person, and return the private reply to the last press."""
    page.view_as(person)
    for label in labels:
        page.press(poll_on(page, question), label)
    return page.messages.filter(has_text=PRIVATE).filter(has_text=question).last
