"""Takes a picture of every message of the demo, in both languages, at the widths of a computer and a phone.

uv run python -m tests.demo.screenshots docs/pictures [NAME …]
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Locator

from tests.demo.browser import IS_READY, DemoPage, open_browser
from tests.demo.moved import MovedDemo, moved_demo
from tests.demo.polling import JIWOO, MINA, PRIVATE, SAM

SIZES = {"": (1280, 2000), ".phone": (390, 2000)}
"""For each ending of a picture's name, the size of the page, which is tall enough for any message."""
READERS = {"en": SAM, "ko": JIWOO}
QUESTION = {"en": "What shall we cry over on Friday?", "ko": "금요일에 무슨 영화를 보며 울까요?"}
FILMS = {"film1": "Hope", "film2": "Harmony", "film3": "The Classic"}
VOTERS = 3
BEFORE_CLOSING, UNTIL_CLOSED = 22 * 3600, 3 * 3600
"""Seconds to skip until a poll of one day is about to close, and from then until it has closed."""
STYLE = """
article.channel-message { box-sizing: border-box; max-width: 640px; padding-block: 10px !important; }
.message-context-actions { display: none !important; }
"""
"""Hides the empty half of a wide page, and what appears beside a message under the mouse."""
DRAWN = f"{IS_READY} ? window.simcordPreview.renderGeneration : null"
"""The number of times that the page has been drawn, or null while it is being drawn."""
COLOURS = 256


class Studio:
    """A page in one language. Each story yields the messages to photograph, one after another."""

    def __init__(self, demo: MovedDemo, browser: Browser, language: str) -> None:
        self.demo, self.language, self.reader = demo, language, READERS[language]
        self.page = DemoPage(browser, demo.address, *SIZES[""])
        self.page.view_as(self.reader)
        self.text = self.page.localize

    def welcome(self) -> Iterator[Locator]:
        yield self.page.messages.first

    def film(self) -> Iterator[Locator]:
        yield (film := self.page.send_title("miracle in cell"))
        yield self._answer(film, self.text("films.button.more"))

    def offers(self) -> Iterator[Locator]:
        """Show a film's card once TMDB has answered for it, then where it can be watched."""
        film = self.page.send_title("miracle in cell")
        film.filter(has_text="JustWatch").wait_for()
        yield film
        yield self.page.run_command("where", film={"en": "Miracle in Cell", "ko": "7번방의"}[self.language])

    def not_found(self) -> Iterator[Locator]:
        yield self.page.send_title("the last harmony", pick=False)

    def search(self) -> Iterator[Locator]:
        yield self.page.run_command("film search", theme={"en": "First love", "ko": "첫사랑"}[self.language])

    def settings(self) -> Iterator[Locator]:
        """Open the settings as someone who can change them, in the right language."""
        self.page.view_as(MINA)
        self.page.press(self.page.run_command("language"), {"en": "English", "ko": "한국어"}[self.language])
        yield self.page.run_command("settings")

    def tears(self) -> Iterator[Locator]:
        """Rate a film, then show the boards and another film's moments."""
        menu = self._answer(self.page.send_title("hope"), self.text("tears.button.cried"))
        yield menu
        place = self.page.messages.count() - 1
        self.page.choose(menu, self.text("tears.level.5"))
        yield self.page.messages.nth(place)
        yield (board := self.page.run_command("board server"))
        yield self._answer(board, self.text("tears.board.picture"))
        yield self.page.run_command("board year")
        yield self.page.run_command("board me")
        film = self.page.run_command("board film", film="A Moment")
        yield film
        yield self._answer(film, self.text("tears.moments.read", count=1))

    def poll(self) -> Iterator[Locator]:
        """Take a poll from its panel to its result. Three people vote, and the reader votes last."""
        yield (panel := self.page.run_command("poll start", question=QUESTION[self.language], **FILMS))
        self.page.press(panel, self.text("polls.panel.start"))
        votes = self._votes()
        self._open_poll.filter(has_text=self.text("polls.message.voters", count=VOTERS)).wait_for()
        yield self._open_poll
        yield votes
        self.demo.advance(BEFORE_CLOSING)
        yield self.page.run_command("poll list")
        self.demo.advance(UNTIL_CLOSED)
        counted = self.text("polls.press.counted")
        result = self.page.messages.filter(has=self.page.page.get_by_role("button", name=counted, exact=True)).last
        result.wait_for()
        yield result
        yield self._answer(result, counted)
        yield (
            self.page.messages.filter(has_text=QUESTION[self.language])
            .filter(has=self.page.page.get_by_role("link", name=self.text("polls.press.result")))
            .last
        )

    def _votes(self) -> Locator:
        """Vote as three people, and return the last answer, which is the reader's."""
        for person in sorted((MINA, SAM, JIWOO), key=self.reader.__eq__):
            self.page.view_as(person)
            before = self.page.messages.count()
            self.page.press(self._open_poll, self._open_poll.get_by_role("button").nth(int(person != SAM)).inner_text())
            receipt = self.page.wait_for_message_after(before)
        return receipt

    @property
    def _open_poll(self) -> Locator:
        ballot = self.page.page.get_by_role("button", name=self.text("polls.press.ballot"), exact=True)
        return self.page.messages.filter(has_not_text=PRIVATE).filter(has=ballot).last

    def _answer(self, message: Locator, button: str) -> Locator:
        before = self.page.messages.count()
        self.page.press(message, button)
        return self.page.wait_for_message_after(before)


def first_answer(command: str) -> Callable[[Studio], Iterator[Locator]]:
    """Return a story that shows a command's first answer."""
    return lambda studio: iter([studio.page.run_command(command)])


STORIES: Mapping[tuple[str, ...], Callable[[Studio], Iterator[Locator]]] = {
    ("welcome",): Studio.welcome,
    ("film", "film-more"): Studio.film,
    ("film-offers", "where"): Studio.offers,
    ("not-found",): Studio.not_found,
    ("search",): Studio.search,
    ("pick",): first_answer("tearjerker"),
    ("avoid",): first_answer("avoid"),
    ("poll-panel", "poll", "vote", "poll-list", "result", "how-counted", "closed-poll"): Studio.poll,
    (
        "cried",
        "cried-saved",
        "board",
        "board-picture",
        "board-year",
        "board-me",
        "board-film",
        "moments",
    ): Studio.tears,
    ("settings",): Studio.settings,
    ("language",): first_answer("language"),
    ("privacy",): first_answer("privacy show"),
    ("help",): first_answer("help"),
    ("about",): first_answer("about"),
}
"""The stories, by the names of their pictures."""
WITH_TMDB = {Studio.offers}
"""The stories that need a demo with a made-up TMDB."""


def file_name(name: str, language: str, size: str) -> str:
    """Return the file name of a picture in one language and size."""
    return f"{name}{'' if language == 'en' else f'.{language}'}{size}.png"


def take_pictures(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """Take the named pictures, or all if none is named. Yield a line for each story that failed."""
    for language, with_tmdb in product(READERS, (False, True)):
        stories = {
            shown: story
            for shown, story in STORIES.items()
            if (story in WITH_TMDB) is with_tmdb and set(names or shown).intersection(shown)
        }
        if stories:
            with moved_demo(language, "drawn", with_tmdb=with_tmdb) as demo, open_browser() as browser:
                for shown, story in stories.items():
                    wanted_names = set(names or shown)
                    yield from _photograph_story(Studio(demo, browser, language), shown, story, wanted_names, folder)


def _photograph_story(
    studio: Studio,
    shown: Sequence[str],
    story: Callable[[Studio], Iterator[Locator]],
    wanted: set[str],
    folder: Path,
) -> Iterator[str]:
    """Go through a story and take the wanted pictures. Yield a line if that fails."""
    left = list(shown)
    try:
        for message in story(studio):
            if left[0] in wanted:
                _photograph(studio, message, folder, left[0])
            del left[0]
    except (Error, AssertionError) as error:
        yield f"{studio.language} {left[0]}: {str(error).splitlines()[0]}"
    studio.page.page.close()


def _photograph(studio: Studio, message: Locator, folder: Path, name: str) -> None:
    """Take a picture of a message in each size, with few colours so that the file is small."""
    for size, (width, height) in SIZES.items():
        studio.page.resize(width, height)
        file, drawn = folder / file_name(name, studio.language, size), None
        while drawn is None or drawn != studio.page.page.evaluate(
            DRAWN
        ):  # retry if the page was redrawn in the meantime
            studio.page.settle()
            drawn = studio.page.page.evaluate(DRAWN)
            message.screenshot(path=file, style=STYLE, animations="disabled")
        Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    studio.page.resize(*SIZES[""])


def main(folder: str, *names: str) -> int:
    """Take the pictures and return the exit code."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    failures = list(take_pictures(Path(folder), names))
    print("\n".join(failures))  # noqa: T201  # the failures are the output
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
