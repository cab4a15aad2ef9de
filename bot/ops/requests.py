"""Asks the running bot to close a report, with an empty file beside the database; the bot deletes that file when done.

Only the bot writes to its database, because SQLite before 3.51.3 has a bug that two writing processes can trigger.
"""

import asyncio
import glob
import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.core.storage.sqlite.process_lock import create_private
from bot.ops.files import path_beside

log = logging.getLogger(__name__)

CLOSE_REPORT = ".close-report-"
CHECK_SECONDS, ASK_SECONDS, ANSWER_SECONDS = 1.0, 0.1, 5.0
"""Seconds between the bot's checks, between a command's checks for the answer, and until the command gives up."""
NUMBER = re.compile(r"[0-9]{1,18}")


async def ask_to_close_report(database: Path, number: int) -> bool:
    """Ask the bot on `database` to close a report; if it does not answer, withdraw the request and return False."""
    request = _request_file(database, number)
    create_private(request)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            while _exists(request):  # noqa: ASYNC110  # another process deletes it
                await asyncio.sleep(ASK_SECONDS)
    except TimeoutError:
        return False
    finally:
        _remove(request)
    return True


async def serve(database: Path, close_report: Callable[[int], Awaitable[bool]]) -> None:
    """Close the reports that commands ask to close, until cancelled; each command checks the result itself."""
    while True:
        for number, request in _requests(database):
            try:
                if await close_report(number):
                    log.info("report closed report=%d", number)
            except Exception:  # one failure must not stop later requests from being served
                log.exception("report not closed report=%d", number)
            _remove(request)
        await asyncio.sleep(CHECK_SECONDS)


def _request_file(database: Path, number: int | str) -> Path:
    return path_beside(database.resolve(), f"{CLOSE_REPORT}{number}")


def _requests(database: Path) -> list[tuple[int, Path]]:
    """Return the numbers of the reports to close, each with its file."""
    folder, prefix = database.resolve().parent, _request_file(database, "").name
    numbered = [(path.name.removeprefix(prefix), path) for path in folder.glob(f"{glob.escape(prefix)}*")]
    return [(int(number), path) for number, path in numbered if NUMBER.fullmatch(number)]


def _exists(request: Path) -> bool:
    return request.exists()


def _remove(request: Path) -> None:
    request.unlink(missing_ok=True)
