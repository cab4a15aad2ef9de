"""Parses paths of Discord's HTTP API, as logs and servers write them."""

import re

BEFORE, AFTER = re.compile(r"^(?:https?://[^/]+)?(?:/api/v\d+)?"), re.compile(r"[?#].*$")


def bare(path: str) -> str:
    """Return a path without host, API version, query and fragment."""
    return AFTER.sub("", BEFORE.sub("", path))
