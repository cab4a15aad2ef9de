"""Discord's limits on embeds, alone and together in one message."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.discord_rules.text import Body, length, optional_text, required_text, required_url, too_many

EMBEDS, FIELDS, TOTAL = 10, 25, 6000
WEB = ("http", "https")
PICTURE = (*WEB, "attachment")
TEXTS = {"title": 256, "description": 4096}
PARTS = {"footer": ("text", 2048), "author": ("name", 256)}
ADDRESSES = {
    "url": WEB,
    "author.url": WEB,
    "author.icon_url": PICTURE,
    "footer.icon_url": PICTURE,
    "image.url": PICTURE,
    "thumbnail.url": PICTURE,
}


def embed_faults(embed: Body, where: str = "embed") -> list[str]:
    """Return the faults of one embed, as Discord receives it."""
    return [
        *_text_faults(embed, where),
        *_field_faults(embed.get("fields") or [], f"{where}.fields"),
        *_address_faults(embed, where),
        *_other_faults(embed, where),
    ]


def embeds_faults(embeds: Sequence[Body]) -> list[str]:
    """Return the faults of all embeds of one message, including their total length."""
    faults = list(too_many("embeds", embeds, EMBEDS))
    for place, embed in enumerate(embeds):
        faults += embed_faults(embed, f"embeds[{place}]")
    total = sum(map(embed_length, embeds))
    if total > TOTAL:
        faults.append(f"embeds: {total} characters together, at most {TOTAL}")
    return faults


def embed_length(embed: Body) -> int:
    """Count the characters of an embed that count towards the limit for a whole message."""
    texts = [embed.get(name) for name in TEXTS]
    texts += [part.get(name) for part, name in ((embed.get(key) or {}, name) for key, (name, _) in PARTS.items())]
    texts += [field.get(key) for field in embed.get("fields") or [] for key in ("name", "value")]
    return sum(length(text) for text in texts if isinstance(text, str))


def attachment_names(embed: Body) -> list[str]:
    """List the names of the attached files that an embed shows."""
    urls = (_nested_value(embed, path) for path, schemes in ADDRESSES.items() if schemes is PICTURE)
    return [url.removeprefix("attachment://") for url in urls if str(url).startswith("attachment://")]


def _text_faults(embed: Body, where: str) -> Iterator[str]:
    for name, maximum in TEXTS.items():
        yield from optional_text(f"{where}.{name}", embed.get(name), maximum)
    for part, (name, maximum) in PARTS.items():
        if embed.get(part) is not None:
            yield from required_text(f"{where}.{part}.{name}", embed[part].get(name), maximum)


def _field_faults(fields: Sequence[Body], where: str) -> Iterator[str]:
    yield from too_many(where, fields, FIELDS)
    for place, field in enumerate(fields):
        yield from required_text(f"{where}[{place}].name", field.get("name"), 256)
        yield from required_text(f"{where}[{place}].value", field.get("value"), 1024)


def _address_faults(embed: Body, where: str) -> Iterator[str]:
    for path, schemes in ADDRESSES.items():
        url = _nested_value(embed, path)
        if url is not None:
            yield from required_url(f"{where}.{path}", url, 2048, schemes)


def _other_faults(embed: Body, where: str) -> Iterator[str]:
    colour = embed.get("color")
    if colour is not None and not (isinstance(colour, int) and 0 <= colour <= 0xFFFFFF):
        yield f"{where}.color: {colour!r} is not a colour"
    if not _is_moment(embed.get("timestamp")):
        yield f"{where}.timestamp: {embed['timestamp']!r} is not an ISO 8601 time"
    if not (embed_length(embed) or embed.get("image") or embed.get("thumbnail")):
        yield f"{where}: nothing to show"


def _is_moment(stamp: Any) -> bool:
    try:
        return stamp is None or bool(datetime.fromisoformat(stamp))
    except (TypeError, ValueError):
        return False


def _nested_value(embed: Body, path: str) -> Any:
    found: Any = embed
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
