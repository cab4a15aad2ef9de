"""Files that are attached to an answer, and the picture in its card."""

import io

import discord
from msgspec import Struct

File = tuple[str, bytes]
"""An attachment: its name and its content."""


class Picture(Struct, frozen=True):
    """A picture in a card, small beside the text or large below it; `description` is its alt text.

    Discord fetches the picture from `url` if there is one; otherwise `content` is attached to the message.
    """

    name: str
    content: bytes
    description: str
    is_large: bool = False
    url: str = ""


def illustrate(card: discord.Embed, picture: Picture | None) -> discord.Embed:
    """Set the picture of a card, and return the card; a picture without a URL must be attached to the same message."""
    if picture is None:
        return card
    show = card.set_image if picture.is_large else card.set_thumbnail
    return show(url=picture.url or f"attachment://{picture.name}")


def attachments(*sent: File | Picture | None) -> list[discord.File]:
    """Return new attachments; each attempt to send needs its own, because sending reads a file to its end.

    Pictures with a URL are left out.
    """
    return [_attachment(item) for item in sent if item and not (isinstance(item, Picture) and item.url)]


def _attachment(sent: File | Picture) -> discord.File:
    if isinstance(sent, Picture):
        return discord.File(io.BytesIO(sent.content), sent.name, description=sent.description)
    name, content = sent
    return discord.File(io.BytesIO(content), name)
