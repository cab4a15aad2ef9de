"""Makes SimCord's page cheap to draw. SimCord itself makes a parser for each text and a process for each picture."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from simcord.preview import _markdown, _media


@contextmanager
def quick_page() -> Iterator[None]:
    """Share one parser between texts with the same rules and visible names, and read pictures in a thread."""
    make_parser, parsers = _markdown._markdown_parser, {}  # noqa: SLF001  # there is no public API for this

    def parser(policy: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
        key = f"{policy} {context}"
        if key not in parsers:
            parsers[key] = make_parser(policy, context)
        return parsers[key]

    with patch.object(_markdown, "_markdown_parser", parser), patch.object(_media.MediaWorker, "_decode", _decode):
        yield


async def _decode(_: _media.MediaWorker, _key: str, picture: bytes, media_time: float | None) -> _media.MediaInfo:
    return await asyncio.to_thread(_media._process_media, picture, media_time)  # noqa: SLF001  # as above
