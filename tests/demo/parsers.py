"""Makes SimCord's page share markdown parsers: creating one for each text takes most of its time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from simcord.preview import _markdown


@contextmanager
def parsers_made_once() -> Iterator[None]:
    """Share one parser between texts with the same rules and the same visible names."""
    make, made = _markdown._markdown_parser, {}  # noqa: SLF001  # there is no public way

    def parser(policy: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
        key = f"{policy} {context}"
        if key not in made:
            made[key] = make(policy, context)
        return made[key]

    with patch.object(_markdown, "_markdown_parser", parser):
        yield
