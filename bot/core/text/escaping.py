"""Makes typed text safe to show: escapes markdown, silences mentions, cuts at a word."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.core.text import theme
from bot.core.text.cleaning import ZWJ
from bot.core.text.cleaning import clean as one_line
from bot.core.text.graphemes import prefix_within_units

ELLIPSIS: Final = "…"
MAX_UNITS: Final = 2
"""The most UTF-16 code units of a character."""
JOINER: Final = ZWJ
QUOTES: Final = '"“”„«»「」『』'
MASS_MENTION: Final = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
EMOJI: Final = re.compile(r"<a?:(\w{1,32}):\d{1,20}>", re.ASCII)
"""A custom emoji as Discord sends it; Discord shows it in embeds and messages, but not on buttons or in menus."""
MARKUP: Final = re.compile(r"([\\*_~|`<\[\]]|:(?=//))")
MARKUP_OR_EMOJI: Final = re.compile(rf"(?a:(?P<emoji><a?:\w{{1,32}}:\d{{1,20}}>))|{MARKUP.pattern}")
LINE_START: Final = re.compile(r"\d+(?=\.)|(?=[#>+-])")
"""What makes a line a list, a heading or a quote; to be matched at the start of the line."""
DANGLING_BACKSLASH: Final = re.compile(r"(?<!\\)(\\\\)*\\$")


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, which is how Discord's strictest check counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Return one line of visible text that mentions nobody, with custom emoji replaced by their names."""
    line = one_line(text)
    return _without_mass_mentions(EMOJI.sub(r":\1:", line) if "<" in line else line)


def _without_mass_mentions(text: str) -> str:
    return MASS_MENTION.sub("＠", text) if "@" in text else text


def truncate(text: str, limit: int) -> str:
    """Return `text`; if it exceeds `limit` UTF-16 code units, cut it, at a word if possible, and add an ellipsis."""
    if len(text) * MAX_UNITS <= limit or utf16_length(text) <= limit:
        return text
    kept = prefix_within_units(text, limit - 1)
    words = kept.rsplit(" ", 1)[0] if " " in kept[limit // 2 :] else kept
    return DANGLING_BACKSLASH.sub("", words.rstrip(" ,;:·-")).rstrip() + ELLIPSIS


def escape_markdown(text: str, limit: int = theme.DESCRIPTION_LIMIT) -> str:
    """Return typed text so that markdown shows it literally, within `limit`: no markup, no mention, no link."""
    return truncate(_with_plain_start(MARKUP.sub(r"\\\1", clean(text))), limit)


def with_emoji(text: str, limit: int = theme.DESCRIPTION_LIMIT) -> str:
    """Return typed text as `escape_markdown` does, but keep custom emoji, which buttons and menus cannot show."""
    return truncate(_with_plain_start(MARKUP_OR_EMOJI.sub(_escaped, _without_mass_mentions(one_line(text)))), limit)


def _with_plain_start(line: str) -> str:
    found = LINE_START.match(line)
    return f"{found[0]}\\{line[found.end() :]}" if found else line


def _escaped(found: re.Match[str]) -> str:
    return found["emoji"] or f"\\{found[0]}"


def label(text: str, limit: int = theme.LABEL_LIMIT) -> str:
    """Return typed text for a place without markdown: a button, a menu, a suggestion."""
    return truncate(clean(text), limit)


def unquoted(text: str) -> str:
    """Return a text without quotes around it, for a sentence that adds its own; keep them if there are more inside."""
    bare = text.strip()
    inner = bare.strip(f"{QUOTES} ")
    is_quoted = bare[:1] in QUOTES and bare[-1:] in QUOTES and not set(inner) & set(QUOTES)
    return inner if inner and is_quoted else text


def command_mention(command: str, ids: Mapping[str, int], shown_name: Callable[[str], str] = str) -> str:
    """Return a slash command ("film show") as a clickable mention, or as its `shown_name` if its id is unknown.

    Discord shows a mention as it is written, but the mention works only with the English name.
    """
    number = ids.get(command.split(maxsplit=1)[0])
    return f"</{command}:{number}>" if number else f"`/{shown_name(command)}`"
