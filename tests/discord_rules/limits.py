"""Our own table of Discord's limits, to check a body before it is sent.

Lengths are counted in UTF-16 code units: Discord counts either these or code points, which are never more.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.discord_rules.commands import autocomplete_faults, command_faults, command_length, commands_faults
from tests.discord_rules.components import component_faults
from tests.discord_rules.embeds import attachment_names, embed_faults, embed_length, embeds_faults
from tests.discord_rules.modals import modal_faults
from tests.discord_rules.routes import bare
from tests.discord_rules.text import Body, breaks_out, length, optional_text, too_many

__all__ = [
    "autocomplete_faults",
    "breaks_out",
    "command_faults",
    "command_length",
    "component_faults",
    "edit_faults",
    "embed_faults",
    "embed_length",
    "faults",
    "length",
    "message_faults",
    "modal_faults",
]

CONTENT, NONCE, FILES, ALT_TEXT = 2000, 25, 10, 1024
EPHEMERAL = 1 << 6
SHOWN = ("content", "embeds", "components", "attachments", "sticker_ids")
UNCHECKED = ("poll", "sticker_ids", "thread_name")


def message_faults(body: Body) -> list[str]:
    """Return the faults of a body that creates a message."""
    faults = [*_content_faults(body), *_mention_faults(body), *_picture_faults(body)]
    if not any(body.get(key) for key in SHOWN):
        faults.append("message: nothing to show")
    return faults


def edit_faults(body: Body) -> list[str]:
    """Return the faults of a body that edits a message; the message keeps what the body omits."""
    speaks = bool(body.get("content")) or "allowed_mentions" in body
    pictures = _picture_faults(body) if "attachments" in body else ()
    return [*_content_faults(body), *(_mention_faults(body) if speaks else ()), *pictures]


def faults(method: str, path: str, body: Any) -> list[str]:
    """Return the faults of a body by its route; there are none for a route without a rule."""
    for verb, pattern, check in ROUTES:
        if verb == method and pattern.fullmatch(bare(path)):
            fits = isinstance(body, list if check is commands_faults else Mapping)
            return check(body) if fits else ["body: missing"]
    return []


def _content_faults(body: Body) -> Iterator[str]:
    files = body.get("attachments") or []
    yield from optional_text("content", body.get("content"), CONTENT)
    yield from embeds_faults(body.get("embeds") or [])
    yield from component_faults(body.get("components"))
    yield from too_many("attachments", files, FILES)
    for place, file in enumerate(files):
        yield from optional_text(f"attachments[{place}].description", file.get("description"), ALT_TEXT)
    yield from optional_text("nonce", body.get("nonce"), NONCE)
    yield from (f"{key}: not checked here" for key in UNCHECKED if body.get(key))


def _mention_faults(body: Body) -> Iterator[str]:
    """Report a body that may ping; discord.py writes AllowedMentions.none() as {"parse": []} and omits the rest."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        yield "allowed_mentions: missing, so Discord pings whoever the text mentions"
    elif allowed.get("parse") != [] or any(allowed.get(key) for key in ("users", "roles", "replied_user")):
        yield f"allowed_mentions: {allowed} may ping"


def _picture_faults(body: Body) -> Iterator[str]:
    attached = {file.get("filename") for file in body.get("attachments") or []}
    for place, embed in enumerate(body.get("embeds") or []):
        absent = [name for name in attachment_names(embed) if name not in attached]
        yield from (f"embeds[{place}]: shows {name}, which is not attached" for name in absent)


def _callback_faults(body: Body) -> list[str]:
    data = body.get("data") or {}
    match body.get("type"):
        case 4:
            return message_faults(data)
        case 5 | 6 as kind:
            return _deferral_faults(kind, data)
        case 7:
            return edit_faults(data)
        case 8:
            return autocomplete_faults(data.get("choices"))
        case 9:
            return modal_faults(data)
        case kind:
            return [f"type: {kind} is not checked here"]


def _deferral_faults(kind: int, data: Body) -> list[str]:
    allowed = {"flags": EPHEMERAL} if kind == 5 else {}
    extra = {key: value for key, value in data.items() if value and allowed.get(key) != value}
    return [f"data: {extra} in a deferral"] if extra else []


ROUTES: Sequence[tuple[str, re.Pattern[str], Callable[[Any], list[str]]]] = (
    ("POST", re.compile(r"/interactions/\d+/[^/]+/callback"), _callback_faults),
    ("POST", re.compile(r"/webhooks/\d+/[^/]+"), message_faults),
    ("PATCH", re.compile(r"/webhooks/\d+/[^/]+/messages/[^/]+"), edit_faults),
    ("POST", re.compile(r"/channels/\d+/messages"), message_faults),
    ("PATCH", re.compile(r"/channels/\d+/messages/\d+"), edit_faults),
    ("PUT", re.compile(r"/applications/\d+(?:/guilds/\d+)?/commands"), commands_faults),
    ("POST", re.compile(r"/applications/\d+(?:/guilds/\d+)?/commands"), command_faults),
)
