"""Makes the README's pictures anew out of the demo: uv run python -m tests.demo.screenshots."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.demo.browser import ROOT, DemoPage, open_browser, running_demo

DOCS = ROOT / "docs"
FILM = "miracle in cell"


def card(browser: Browser, address: str, size: tuple[int, int], path: Path) -> None:
    """The card alone, as a screen of that size shows it."""
    demo = DemoPage(browser, address, *size)
    demo.sends(FILM).screenshot(path=path)
    demo.page.close()


if __name__ == "__main__":
    with running_demo() as address, open_browser() as browser:
        card(browser, address, (800, 1200), DOCS / "card-desktop.png")
        card(browser, address, (390, 1400), DOCS / "card-phone.png")
