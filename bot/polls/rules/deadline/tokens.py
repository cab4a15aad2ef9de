"""The tokens of a typed deadline, and how a text is split into them."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.core.text.cleaning import normalize
from bot.polls.rules.deadline.vocabulary import ENGLISH, KOREAN, SIGNS, TokenKind, Word

MAX_INPUT_LENGTH = 100
"""The maximum length of input that is parsed, in characters."""
MAX_DIGITS = 6
"""The maximum number of digits in one number; input with a longer number is not parsed."""
MAX_WORD_LENGTH = max(map(len, KOREAN))
PIECE = re.compile(r"(?P<number>[0-9]+)|(?P<english>[a-z]+(?:'[a-z]+)?)|(?P<korean>[가-힣]+)|(?P<sign>\S)")
DOTTED_MERIDIEM = re.compile(r"(?<![a-z])([ap])\.\s?m\b\.?")
SHORTENED = re.compile(r"(?<=[a-z])\.")
"""The dot after "Dec.", "Fri." and other abbreviations."""


class Token(Struct, frozen=True):
    """A number, word or sign.

    `digits` counts the digits of a number. `is_adjacent` means that the token directly follows another.
    """

    kind: TokenKind
    value: int = 0
    digits: int = 0
    is_adjacent: bool = False


def tokenize(user_input: str) -> tuple[Token, ...] | None:
    """Return the tokens of a typed time in order.

    Return None if the text or a number in it is too long, or if a word or sign is unknown.
    """
    if len(user_input) > MAX_INPUT_LENGTH:
        return None
    text = SHORTENED.sub(" ", DOTTED_MERIDIEM.sub(r"\1m", normalize("NFKC", user_input).casefold()))
    try:
        return tuple(_tokens(text))
    except KeyError:
        return None


def _tokens(text: str) -> Iterator[Token]:
    end = -1
    for piece in PIECE.finditer(text):
        is_adjacent = piece.start() == end
        end = piece.end()
        for position, token in enumerate(_piece_tokens(piece)):
            yield replace(token, is_adjacent=is_adjacent or position > 0)


def _piece_tokens(piece: re.Match[str]) -> Iterator[Token]:
    """Yield the tokens of a piece; raise KeyError for an unknown word or sign, or a number that is too long."""
    text = piece[0]
    if piece["number"]:
        if len(text) > MAX_DIGITS:
            raise KeyError(text)
        yield Token(TokenKind.NUMBER, int(text), len(text))
    elif piece["korean"]:
        for word in _split_korean(text):
            yield from _word_tokens(KOREAN[word])
    else:
        yield from _word_tokens((ENGLISH if piece["english"] else SIGNS)[text])


def _word_tokens(words: tuple[Word, ...]) -> Iterator[Token]:
    return (Token(kind, value) for kind, value in words)


def _split_korean(text: str) -> Iterator[str]:
    """Split Hangul without spaces (내일밤12시까지) into the longest known words; raise KeyError for unknown ones."""
    start = 0
    while start < len(text):
        sizes = range(min(MAX_WORD_LENGTH, len(text) - start), 0, -1)
        size = next((size for size in sizes if text[start : start + size] in KOREAN), 0)
        if not size:
            raise KeyError(text)
        yield text[start : start + size]
        start += size
