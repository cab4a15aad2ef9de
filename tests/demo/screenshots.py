"""Makes the README's pictures anew out of the demo: uv run python -m tests.demo.screenshots."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.demo.browser import ROOT, DemoPage, open_browser, running_demo
from tests.demo.polling import HARMONY, HOPE, JIWOO, MINA, SAM, poll_on, start, vote

DOCS = ROOT / "docs"
FILM = "miracle in cell"
QUESTION = "What shall we cry over on Friday?"


def card(browser: Browser, address: str, size: tuple[int, int], path: Path) -> None:
    """The card alone, as a screen of that size shows it."""
    demo = DemoPage(browser, address, *size)
    demo.sends(FILM).screenshot(path=path)
    demo.page.close()


def poll(browser: Browser, address: str, size: tuple[int, int], path: Path) -> None:
    """A running poll that three people have voted on, as a screen of that size shows it."""
    demo = DemoPage(browser, address, *size)
    start(demo, QUESTION, film1="Hope", film2="Harmony", film3="The Classic")
    for person, label in ((MINA, HARMONY), (SAM, HOPE), (JIWOO, HARMONY)):
        vote(demo, person, QUESTION, label)
    counted = poll_on(demo, QUESTION).filter(has_text="3 voters")
    counted.wait_for()
    counted.screenshot(path=path)
    demo.page.close()


if __name__ == "__main__":
    with running_demo() as address, open_browser() as browser:
        card(browser, address, (800, 1200), DOCS / "card-desktop.png")
        card(browser, address, (390, 1400), DOCS / "card-phone.png")
        poll(browser, address, (800, 1200), DOCS / "poll-desktop.png")
        poll(browser, address, (390, 1400), DOCS / "poll-phone.png")
