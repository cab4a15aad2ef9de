"""Files that are sent with an answer, and pictures in its card."""

import io
from dataclasses import dataclass

import discord

File = tuple[str, bytes]
"""An attachment: its name and its content."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a card, small beside the text or large under it; `description` is for people who cannot see it.

    One with a `url` is fetched by Discord from there; every other one is attached, with its `content`.
    """

    name: str
    content: bytes
    description: str
    is_large: bool = False
    url: str = ""


def illustrate(card: discord.Embed, picture: Picture | None) -> discord.Embed:
    """Return the card with its picture, which is attached to the same message if it has no address."""
    if picture is None:
        return card
    show = card.set_image if picture.is_large else card.set_thumbnail
    return show(url=picture.url or f"attachment://{picture.name}")


def attachments(*sent: File | Picture | None) -> list[discord.File]:
    """Return the attachments for one attempt: sending reads a file to its end."""
    return [_attachment(one) for one in sent if one and not (isinstance(one, Picture) and one.url)]


def _attachment(sent: File | Picture) -> discord.File:
    if isinstance(sent, Picture):
        return discord.File(io.BytesIO(sent.content), sent.name, description=sent.description)
    name, content = sent
    return discord.File(io.BytesIO(content), name)
