"""Hides secrets in command-line output: only text that is clearly not a secret is shown."""

import re

REDACTED = "[hidden]"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
PIECE = re.compile(r"[^\s/\\'\"`(),:;=@?&<>\[\]{}|]+")
"""A part that is checked separately: a word, a name in a path, a value after an equals sign."""
THREE_PARTS = re.compile(r"[\w-]{4,}\.[\w-]{4,}\.[\w-]{10,}", re.ASCII)
"""The shape of a bot token."""
CHUNK = re.compile(r"[^\W_]+")
PLAIN_CHUNK = re.compile(r"[^\W\d_]{0,20}\d{0,14}|\d{1,6}[a-z]{1,3}")
"""A word, a number, both in this order, or a number with a short suffix; random strings mix letters and digits."""
CHANGE_OF_CASE = re.compile(r"[a-z](?=[A-Z])|[A-Z]{2}(?=[a-z])")
"""A change of case, as in StartupError or JSONDecodeError; random strings have many."""
MAX_LENGTH, SHORT = 80, 16
"""Pieces longer than MAX_LENGTH are hidden; in those shorter than SHORT, the mean length of chunks does not matter."""
MAX_CASE_CHANGES, MIN_MEAN_LENGTH = 2, 3


def redact_possible_secrets(text: str) -> str:
    """Return `text` with [hidden] in place of every word that could be a secret, and control characters escaped."""
    shown = PIECE.sub(lambda match: match[0] if _is_plain(match[0]) else REDACTED, text)
    return CONTROL.sub(lambda match: repr(match[0])[1:-1], shown)


def _is_plain(piece: str) -> bool:
    if len(piece) > MAX_LENGTH or THREE_PARTS.search(piece) or len(CHANGE_OF_CASE.findall(piece)) > MAX_CASE_CHANGES:
        return False
    chunks = CHUNK.findall(piece)
    if len(piece) >= SHORT and sum(map(len, chunks)) < MIN_MEAN_LENGTH * len(chunks or piece):
        return False
    return all(PLAIN_CHUNK.fullmatch(chunk) for chunk in chunks)
