"""Runs the demo, which needs no token and no network and keeps nothing."""

import asyncio
import signal
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

try:
    from bot.demo.club import open_demo_page
except ImportError as missing:
    raise StartupError(
        f"The demo needs {missing.name}, which is in the dev group: start the demo with uv run python -m bot demo, "
        "or install the group first with uv sync.",
        ExitCode.DEMO_UNAVAILABLE,
    ) from missing

INTRODUCTION = """
Nunmul's demo is open at
  {url}
(anyone with this address can use the demo, so keep it to yourself)

Six things to try. Type each one into the message box and press Enter:
  1. /tearjerker     a film to cry over; press Another for the next one
  2. /poll start     press Draw five, then Start, and vote with one tap; /poll end shows the result
  3. /film show      half a title is enough: moment rem, 소원, or just ㅎㅁㄴ
  4. /film search    choose theme, then First love: only you see the list
  5. /avoid          choose what to keep out of your draws
  6. /help           choose Jiwoo under "Viewing as" first, and private messages turn Korean

Press Ctrl-C to stop. Nothing is stored.
"""


def main(*, port: int, open_browser: bool, with_tmdb: bool = False) -> int:
    """Run the demo until it is stopped and return the exit code."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_run_demo(port=port, open_browser=open_browser, with_tmdb=with_tmdb))
    return 0


def _cancel_on_signals() -> None:
    """Make SIGTERM and SIGHUP end the demo as Ctrl-C does, even if they arrive repeatedly."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def cancel() -> None:
        if task and not task.cancelling():
            task.cancel()

    with suppress(NotImplementedError):  # on Windows, asyncio has no add_signal_handler
        loop.add_signal_handler(signal.SIGTERM, cancel)
        loop.add_signal_handler(signal.SIGHUP, cancel)


async def _run_demo(*, port: int, open_browser: bool, with_tmdb: bool) -> None:
    _cancel_on_signals()
    with tempfile.TemporaryDirectory(prefix="nunmul-demo-") as folder:
        async with open_demo_page(Path(folder) / "demo.db", port, with_tmdb=with_tmdb) as preview:
            print(INTRODUCTION.format(url=preview.url), flush=True)  # noqa: T201  # output for the person who started the demo
            if open_browser:
                webbrowser.open(preview.url)
            await preview.wait_closed()
