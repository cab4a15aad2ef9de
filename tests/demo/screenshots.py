"""Makes a picture of every message out of the demo, in both languages, for a computer and for a phone.

uv run python -m tests.demo.screenshots docs/pictures [NAME …]
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Error, Locator

from tests.demo.browser import DemoPage, MovedDemo, moved_demo, open_browser
from tests.demo.polling import JIWOO, MINA, PRIVATE, SAM

SIZES = {"": (1280, 1000), ".phone": (390, 844)}
"""The end of a picture's name, and the size of the page."""
READERS = {"en": SAM, "ko": JIWOO}
START, LANGUAGE = {"en": "Start", "ko": "시작"}, {"en": "English", "ko": "한국어"}
QUESTION = {"en": "What shall we cry over on Friday?", "ko": "금요일에 무슨 영화를 보며 울까요?"}
MONTH = 31 * 86_400
"""Seconds after which every poll has closed."""
CROP = "message => { message.style.maxWidth = '560px'; }"
"""Leaves off the empty half of a wide page."""


class Studio:
    """One page on which one language is read; each method makes a message appear."""

    def __init__(self, demo: MovedDemo, browser: Browser, language: str, size: tuple[int, int]) -> None:
        self.demo, self.language = demo, language
        self.page = DemoPage(browser, demo.address, *size)
        self.page.becomes(READERS[language])

    def welcome(self) -> Locator:
        return self.page.messages.first

    def film(self) -> Locator:
        return self.page.sends("miracle in cell")

    def film_more(self) -> Locator:
        return self._presses(self.film(), -1)

    def not_found(self) -> Locator:
        return self.page.sends("the last harmony", pick=False)

    def settings(self) -> Locator:
        """Ask as the one who may, in the right language."""
        self.page.becomes(MINA)
        self.page.presses(self.page.runs("language"), LANGUAGE[self.language])
        return self.page.runs("settings")

    def panel(self) -> Locator:
        films = {"film1": "Hope", "film2": "Harmony", "film3": "The Classic"}
        return self.page.runs("poll start", question=QUESTION[self.language], **films)

    def poll(self) -> Locator:
        """Start a poll in which three people vote, the reader last."""
        self.page.presses(self.panel(), START[self.language])
        reader = READERS[self.language]
        for person in sorted((MINA, SAM, JIWOO), key=reader.__eq__):
            self.page.becomes(person)
            self._presses(self._poll, person != SAM)
        return self._poll

    @property
    def _poll(self) -> Locator:
        public = self.page.messages.filter(has_not_text=PRIVATE)
        return public.filter(has_text=QUESTION[self.language]).filter(has=self.page.page.get_by_role("button")).last

    def vote(self) -> Locator:
        self.poll()
        return self.page.messages.filter(has_text=PRIVATE).last

    def result(self) -> Locator:
        self.poll()
        before = self.page.messages.count()
        self.demo.passes(MONTH)
        return self.page.waits_for_more_than(before)

    def how_counted(self) -> Locator:
        return self._presses(self.result(), 0)

    def closed_poll(self) -> Locator:
        self.result()
        return self.page.messages.filter(has_text=QUESTION[self.language]).filter(has_not_text=PRIVATE).nth(-2)

    def _presses(self, message: Locator, button: int) -> Locator:
        before = self.page.messages.count()
        buttons = message.get_by_role("button").filter(has_text=re.compile(r"\w"))  # a picture is a button, too
        buttons.first.wait_for()
        self.page.presses(message, buttons.nth(button % buttons.count()).inner_text().strip())
        return self.page.waits_for_more_than(before)


def asking(command: str, **options: str) -> Callable[[Studio], Locator]:
    """A picture of a command's first answer."""
    return lambda studio: studio.page.runs(command, **options)


PICTURES: Mapping[str, Callable[[Studio], Locator]] = {
    "welcome": Studio.welcome,
    "film": Studio.film,
    "film-more": Studio.film_more,
    "not-found": Studio.not_found,
    "search": asking("film search", theme="First love"),
    "pick": asking("tearjerker"),
    "avoid": asking("avoid"),
    "poll-panel": Studio.panel,
    "poll": Studio.poll,
    "vote": Studio.vote,
    "result": Studio.result,
    "how-counted": Studio.how_counted,
    "closed-poll": Studio.closed_poll,
    "poll-list": asking("poll list"),
    "settings": Studio.settings,
    "language": asking("language"),
    "privacy": asking("privacy show"),
    "help": asking("help"),
    "about": asking("about"),
}


def make(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """Make the named pictures, or all; yield a line for each that could not be made."""
    for language in READERS:
        with moved_demo(language) as demo, open_browser() as browser:
            for end, size in SIZES.items():
                for name in names or PICTURES:
                    studio = Studio(demo, browser, language, size)
                    file = folder / f"{name}{'' if language == 'en' else f'.{language}'}{end}.png"
                    try:
                        message = PICTURES[name](studio)
                        message.evaluate(CROP)
                        studio.page.page.mouse.move(0, 0)  # hide what appears beside a message under the mouse
                        message.screenshot(path=file)
                    except (Error, AssertionError) as error:
                        yield f"{file.name}: {str(error).splitlines()[0]}"
                    studio.page.page.close()


def main(folder: str, *names: str) -> int:
    """Make the pictures and return the exit code."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    failures = list(make(Path(folder), names))
    print("\n".join(failures))  # noqa: T201  # for whoever asked for the pictures
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
