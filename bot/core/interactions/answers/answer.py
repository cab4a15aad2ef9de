"""An answer as a value: the content of a message, in the format that Discord expects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.core.interactions.answers.responder import Body
from bot.core.interactions.components import Component, component_rows
from bot.core.interactions.pictures import File, Picture
from bot.core.text import escaping

CONTENT_LIMIT = 2000
"""The most characters of text in a message."""
NO_MENTIONS: Mapping[str, Any] = {"parse": []}
"""Nothing in an answer notifies anybody."""
EPHEMERAL = discord.MessageFlags(ephemeral=True).value


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of a message, together with a cache of its encoded bodies."""

    embed: Mapping[str, Any]
    components: list[dict[str, Any]]
    picture: Picture | None = None
    file: File | None = None
    _bodies: dict[tuple[str, bool, bool], Body] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_card(
        cls,
        card: discord.Embed,
        items: Iterable[Component] = (),
        picture: Picture | None = None,
        file: File | None = None,
    ) -> "Answer":
        """Return an answer that shows a card with components below it, a picture in it and a file beside it."""
        return cls(card.to_dict(), component_rows(items), picture, file)

    def with_prefix(self, card: discord.Embed, items: Iterable[Component]) -> "Answer":
        """Return the answer with `card` merged into its card, and with `items` at the start of its first row."""
        added, (row, *rest) = Answer.from_card(card, items), self.components
        first = [component for added_row in added.components for component in added_row["components"]]
        rows = [{**row, "components": [*first, *row["components"]]}, *rest]
        return Answer({**self.embed, **added.embed}, rows, self.picture, self.file)

    def body(self, *, first_line: str = "", is_private: bool = False, shows_picture: bool = True) -> Body:
        """Return the body of a message with `first_line` above the card."""
        key = (first_line, is_private, shows_picture)
        if (body := self._bodies.get(key)) is None:
            picture = self.picture if shows_picture else None
            body = self._body(first_line, [_illustrated(self.embed, picture)], picture, is_private=is_private)
            self._bodies[key] = body
        return body

    def text_body(self, first_line: str = "", *, is_private: bool = False) -> Body:
        """Return the body of a message with the card's text below `first_line`, for places where cards are hidden."""
        return self._body(_as_text(self.embed, first_line), [], None, is_private=is_private)

    def _body(self, content: str, embeds: Sequence[Any], picture: Picture | None, *, is_private: bool) -> Body:
        attached = [*_picture_files(picture), *([(*self.file, None)] if self.file else [])]
        payload = {
            "content": content or None,
            "embeds": embeds,
            "components": self.components,
            "attachments": [_attachment(index, name, alt) for index, (name, _, alt) in enumerate(attached)],
            "allowed_mentions": NO_MENTIONS,
            **({"flags": EPHEMERAL} if is_private else {}),
        }
        return Body.from_payload(payload, [(name, content) for name, content, _ in attached])


def notice_body(text: str) -> Body:
    """Return the body of a private message of plain text."""
    return Body.from_payload({"content": text, "allowed_mentions": NO_MENTIONS, "flags": EPHEMERAL})


def _illustrated(embed: Mapping[str, Any], picture: Picture | None) -> Mapping[str, Any]:
    """Return the card with its picture; a picture without a URL must be attached to the same message."""
    if picture is None:
        return embed
    shown = {"url": picture.url or f"attachment://{picture.name}"}
    return {**embed, "image" if picture.is_large else "thumbnail": shown}


def _picture_files(picture: Picture | None) -> list[tuple[str, bytes, str | None]]:
    return [(picture.name, picture.content, picture.description)] if picture and not picture.url else []


def _attachment(index: int, name: str, description: str | None) -> Mapping[str, Any]:
    return {"id": index, "filename": name, **({"description": description} if description else {})}


def _as_text(embed: Mapping[str, Any], first_line: str) -> str:
    """Return a card as plain text, below `first_line`."""
    fields = (f"**{field['name']}**\n{field['value']}" for field in embed.get("fields", ()))
    title = f"**{embed['title']}**" if embed.get("title") else ""
    parts = (first_line, title, embed.get("description"), *fields, embed.get("footer", {}).get("text"))
    return escaping.truncate("\n\n".join(part for part in parts if part), CONTENT_LIMIT)
