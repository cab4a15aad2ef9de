"""Parses paths of Discord's HTTP API, as logs and servers write them."""

import re

BEFORE, AFTER = re.compile(r"^(?:https?://[^/]+)?(?:/api/v\d+)?"), re.compile(r"[?#].*$")


def bare(path: str) -> str:
    """Reduce a path to its operation: no host, no version, no query."""
    return AFTER.sub("", BEFORE.sub("", path))
