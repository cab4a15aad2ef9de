"""The demo in its own process, and its page in a real browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from bot.app import load_translations
from bot.core.text.languages import Language

ROOT = Path(__file__).parents[2]
CHROMIUM = which("chromium-headless-shell") or which("chromium") or which("chromium-browser") or which("google-chrome")
OFFLINE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/#\S+")
TIMEOUT_MILLISECONDS = 60_000
"""The most milliseconds to wait for the page, which is slow on a busy machine."""
IS_READY = "window.simcordPreview?.ready && !window.simcordPreview.pendingAction"
ACTIONS = "**/api/action"
TRIES, CLICK_TIMEOUT = 8, 5_000
"""The number of tries for a click, and the milliseconds for each. A click is lost if the page redraws its target."""
HAS_SUGGESTIONS = """text => {
    const { draft, autocomplete } = window.simcordPreview.commandPicker;
    return draft.options[0].display === text && autocomplete?.state === "answered";
}"""
IS_IN_USE = """() => window.simcordPreview.commandPicker?.draft
    || document.querySelector("#channel-composer-input").textContent || document.querySelector(".modal-input")"""
"""Whether something is typed or a form is open."""
IS_PICKED = "text => window.simcordPreview.commandPicker.draft.options[0].display !== text"
FREE_TEXT_OPTIONS = {"question"}
"""Options without suggestions."""
SUGGESTION_LIST = "#command-suggestion-listbox"
MESSAGE = "#channel-message-list article.channel-message"
IS_LAID_OUT = """width => innerWidth === width && new Promise(done => {
    const size = () => {
        const { width, height } = document.querySelector("#channel-message-list").getBoundingClientRect();
        return `${width} ${height} ${document.querySelector("#channel-message-list").scrollHeight}`;
    };
    const before = size();
    requestAnimationFrame(() => requestAnimationFrame(() => done(size() === before)));
})"""
"""Whether the page has this width and its layout no longer changes."""
IS_EMPTY = f"!document.querySelector('{MESSAGE}')"
HAS_MORE_MESSAGES = f"count => document.querySelectorAll('{MESSAGE}').length > count"


expect.set_options(timeout=TIMEOUT_MILLISECONDS)


@contextmanager
def running_demo() -> Iterator[str]:
    """Start the demo as a person would, yield the address it prints, and end it with SIGTERM."""
    command, pipe = (sys.executable, "-u", "-m", "bot", "demo", "--no-browser"), subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603  # our own demo
        assert process.stdout
        yield _address(process.stdout)
        process.terminate()
        rest = process.stdout.read()
        assert "Traceback" not in rest, rest
    assert process.returncode == 0


def _address(lines: Iterator[str]) -> str:
    output = []
    for line in lines:
        output.append(line)
        if found := ADDRESS.search(line):
            return found[0]
    raise AssertionError("the demo printed no address:\n" + "".join(output))


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OFFLINE))
        yield browser
        browser.close()


class DemoPage:
    """The page as a person uses it: with keyboard and mouse."""

    def __init__(self, browser: Browser, address: str, width: int, height: int) -> None:
        # Playwright's wait_for_function uses eval, which the page's Content-Security-Policy forbids.
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)
        self.page.set_default_timeout(TIMEOUT_MILLISECONDS)
        self.localize = load_translations().localizer(Language.ENGLISH)
        self.page.goto(address)
        self.settle()
        self.first_viewer = self._viewer()

    def reset(self) -> None:
        """Remove what the previous test left: a draft, an open form or another viewer."""
        if self.page.evaluate(IS_IN_USE):
            self.reload()
        elif self._viewer() != self.first_viewer:
            self.view_as(self.first_viewer)

    def wait_until_empty(self) -> None:
        """Wait until the page shows no message."""
        self.page.wait_for_function(IS_EMPTY, polling=50)
        self.settle()

    def _viewer(self) -> str:
        return self.page.locator("#viewer-picker option:checked").inner_text()

    def settle(self) -> None:
        self.page.wait_for_function(IS_READY, polling=50)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the page, and wait until its layout has settled."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(IS_LAID_OUT, arg=width)
        self.settle()

    def reload(self) -> None:
        """Reload the page, which an English reader then views again."""
        self.page.reload()
        self.settle()
        self.localize = load_translations().localizer(Language.ENGLISH)

    def type_title(self, text: str) -> list[str]:
        """Type /film show in the reader's language, then a title, and return the suggestions."""
        self.page.locator("#channel-composer-input").click()
        self.page.keyboard.insert_text(f"/{self.localize.command_name('film show')}")
        self.page.locator("#command-picker-listbox [role=option]").first.wait_for()
        self.page.keyboard.press("Enter")
        self.page.locator("input[data-option=title]").wait_for()
        self.page.keyboard.insert_text(text)
        self.page.wait_for_function(HAS_SUGGESTIONS, arg=text, polling=50)
        self.settle()
        return self.page.locator("#command-suggestion-listbox [role=option]").all_inner_texts()

    def send_title(self, text: str, *, pick: bool = True) -> Locator:
        """Type a title, pick the first suggestion if `pick`, send the command, and return the newest message."""
        before = self.messages.count()
        self.type_title(text)
        if pick:
            self.page.keyboard.press("Enter")
            self.page.wait_for_function(IS_PICKED, arg=text, polling=50)
        self.page.locator("#send-message").click()
        return self.wait_for_message_after(before)

    @property
    def messages(self) -> Locator:
        return self.page.locator(MESSAGE)

    def wait_for_message_after(self, count: int) -> Locator:
        """Wait until the page has more than `count` messages, and return the newest."""
        self.page.wait_for_function(HAS_MORE_MESSAGES, arg=count, polling=50)
        self.settle()
        self.messages.last.scroll_into_view_if_needed()
        return self.messages.nth(self.messages.count() - 1)

    def run_command(self, command: str, **options: str) -> Locator:
        """Type a command with its options in the reader's language, send it, and return the newest message."""
        before = self.messages.count()
        self.page.locator("#channel-composer-input").click()
        self.page.keyboard.insert_text(f"/{self.localize.command_name(command)}")
        self.page.locator("#command-picker-listbox [role=option]").first.wait_for()
        self.page.keyboard.press("Enter")
        self.page.locator(".command-chip").wait_for()
        for option, text in options.items():
            self._fill_option(option, text)
        self.page.locator("#send-message").click()
        return self.wait_for_message_after(before)

    def _fill_option(self, option: str, text: str) -> None:
        """Add an option, unless it is required and so already there, and type into it.

        Pick a matching suggestion, unless the text is a number or the option has no suggestions.
        """
        field = self.page.locator(f"input[data-option={option}]")
        offered = self.page.locator(f"{SUGGESTION_LIST} [data-value={option}]")
        if not field.is_visible():
            if not offered.is_visible():
                self.page.locator(".command-ghost").click()
            offered.click()
        field.wait_for()
        self.page.keyboard.insert_text(text)
        if not text.isdigit() and option not in FREE_TEXT_OPTIONS:
            choices = self.page.locator(f"{SUGGESTION_LIST} [role=option]")
            choices.filter(has_text=text.split(maxsplit=1)[0]).first.click()
        self.settle()

    def press(self, message: Locator, button: str) -> None:
        """Press a message's button and wait for the result."""
        self._click_until_sent(message.get_by_role("button", name=button, exact=True))

    def choose(self, message: Locator, option: str) -> None:
        """Choose from the first menu of a message."""
        message.locator(".select-trigger").first.click()
        self._click_until_sent(self.page.locator("[role=option]:visible").filter(has_text=option).first)

    def fill_in(self, text: str) -> None:
        """Fill in the one field of the form that is open, and send it."""
        self.page.locator(".modal-input").fill(text)
        self._click_until_sent(self.page.get_by_role("button", name="Submit", exact=True))
        self.page.locator(".modal-input").wait_for(state="detached")

    def _click_until_sent(self, target: Locator) -> None:
        """Click or press Enter, in turn, until the page sends the action to the bot. Then wait for the result."""
        for attempt in range(TRIES):
            with suppress(TooLate), self.page.expect_request(ACTIONS, timeout=CLICK_TIMEOUT) as sent:
                if attempt % 2:
                    target.press("Enter", timeout=CLICK_TIMEOUT)
                else:
                    target.click(timeout=CLICK_TIMEOUT)
            if sent.is_done():
                break
        else:
            target.click(timeout=CLICK_TIMEOUT)  # raises an error that names the reason
        answer = sent.value.response()
        assert answer
        assert not answer.json()["rejected"], answer.text()
        self.settle()

    def find_message(self, text: str) -> Locator:
        """Return the newest message that contains this text."""
        return self.messages.filter(has_text=text).last

    def title(self, message: Locator) -> Locator:
        """Return the title of a message's card."""
        return message.locator(".embed-title, [class*=embed-title]").first

    def view_as(self, name: str) -> None:
        """View the page as another member."""
        self.page.locator("#viewer-picker").select_option(label=name)
        self.localize = load_translations().localizer(Language.KOREAN if "Korean" in name else Language.ENGLISH)
        self.settle()
