"""Listens for HTTP requests at an address."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.config import Address
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

IDLE_SECONDS = 20.0
"""Seconds after which a connection without a request is closed, even before its first request."""
LINGERING_SECONDS = 1.0
"""Seconds for which the rest of a refused body is read, so that its sender sees the refusal."""


@asynccontextmanager
async def listening(
    app: web.Application, address: Address, setting: str, idle_seconds: float = IDLE_SECONDS
) -> AsyncIterator[web.AppRunner]:
    """Listen while the block runs; if the address cannot be used, raise a StartupError that names `setting`."""
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_logger(),
        keepalive_timeout=idle_seconds,
        auto_decompress=False,
        lingering_time=LINGERING_SECONDS,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    try:
        await _start(web.TCPSite(runner, address.host, address.port), address, setting)
        yield runner
    finally:
        await runner.cleanup()


async def _start(site: web.TCPSite, address: Address, setting: str) -> None:
    try:
        await site.start()
    except OSError as error:
        reason = error.strerror or "it is not an address of this machine"
        sentence = f"Nunmul cannot listen at {address} ({reason}): choose another address with {setting}."
        raise StartupError(sentence, ExitCode.PORT_TAKEN) from error


def _logger() -> logging.Logger:
    """Return a logger for aiohttp without the tracebacks that it logs for requests that are not HTTP."""
    logger = logging.getLogger(f"{__name__}.aiohttp")
    logger.addFilter(_is_our_fault)
    return logger


def _is_our_fault(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)
