"""How everything looks: one family of colours, Discord's limits, trimming on a word, escaping what people typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.text.cleaning import ZWJ
from bot.core.text.cleaning import clean as one_line
from bot.core.text.graphemes import first_units

# One family: the blue of a tear, paler the quieter the message is.
BLUE: Final = 0x5E8FC7
PALE_BLUE: Final = 0x8FA9C4

TITLE_LIMIT: Final = 256
DESCRIPTION_LIMIT: Final = 4096
FIELD_NAME_LIMIT: Final = 256
LABEL_LIMIT: Final = 80
CHOICE_LIMIT: Final = 100
SELECT_OPTIONS_LIMIT: Final = 25
MODAL_TITLE_LIMIT: Final = 45
AUTOCOMPLETE_LIMIT: Final = 25

ELLIPSIS: Final = "…"
JOINER: Final = ZWJ
QUOTES: Final = '"“”„«»「」『』'
LOUD: Final = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
EMOJI: Final = re.compile(r"<a?:(\w{1,32}):\d{1,20}>", re.ASCII)
"""A custom emoji as Discord sends it; Discord shows it in embeds and messages, but not on buttons and in menus."""
LIVE: Final = re.compile(r"([\\*_~|`<\[\]]|:(?=//))")
LIVE_OR_EMOJI: Final = re.compile(rf"(?a:(?P<emoji><a?:\w{{1,32}}:\d{{1,20}}>))|{LIVE.pattern}")
LINE_START: Final = re.compile(r"^(\d+)(?=\.)|^(?=[#>+-])")
BROKEN_END: Final = re.compile(r"(?<!\\)(\\\\)*\\$")


@dataclass(frozen=True, slots=True)
class CardField:
    """A fact that a feature adds to a film's card: a heading and a text, both ready for markdown.

    A line with `replaces` stands in for the card's own line of that name ("tissues").
    """

    name: str
    value: str
    replaces: str | None = None


def utf16_length(text: str) -> int:
    """Characters as the strictest reader counts them: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Return one line of visible text that calls nobody, with custom emoji by their names."""
    return _without_calls(EMOJI.sub(r":\1:", one_line(text)))


def _without_calls(text: str) -> str:
    return LOUD.sub("＠", text)


def truncate(text: str, limit: int) -> str:
    """`text`, cut on a word with an ellipsis when it is longer than `limit`."""
    if utf16_length(text) <= limit:
        return text
    kept = first_units(text, limit - 1)
    words = kept.rsplit(" ", 1)[0] if " " in kept[limit // 2 :] else kept
    return BROKEN_END.sub("", words.rstrip(" ,;:·-")).rstrip() + ELLIPSIS


def escape_markdown(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """What people typed, so that it reads as typed inside markdown and fits `limit`: no markup, no mention, no link."""
    return truncate(LINE_START.sub(r"\1\\", LIVE.sub(r"\\\1", clean(text))), limit)


def with_emoji(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """Return what people typed as `plain` does, but with its custom emoji shown; for embeds and messages only."""
    return truncate(LINE_START.sub(r"\1\\", LIVE_OR_EMOJI.sub(_escaped, _without_calls(one_line(text)))), limit)


def _escaped(found: re.Match[str]) -> str:
    return found["emoji"] or f"\\{found[0]}"


def label(text: str, limit: int = LABEL_LIMIT) -> str:
    """What people typed, for a place that knows no markdown (a button, a menu, a suggestion)."""
    return truncate(clean(text), limit)


def unquoted(text: str) -> str:
    """Return a text without the quotes around it, so that a sentence can put its own there."""
    bare = text.strip()
    inner = bare.strip(f"{QUOTES} ")
    is_quoted = bare[:1] in QUOTES and bare[-1:] in QUOTES and not set(inner) & set(QUOTES)
    return inner if inner and is_quoted else text


def command_mention(command: str, ids: Mapping[str, int]) -> str:
    """A slash command ("film show") as Discord makes it clickable; as plain text while its id is not known."""
    number = ids.get(command.split(maxsplit=1)[0])
    return f"</{command}:{number}>" if number else f"`/{command}`"
