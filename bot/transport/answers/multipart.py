"""Encodes the content of a request: JSON, and files attached to it."""

import secrets
from collections.abc import Iterator, Sequence

from bot.core.interactions.answers.responder import Body
from bot.core.interactions.pictures import File

BOUNDARY = secrets.token_hex(16)
"""The line between the parts of a form; it is random, so that no content can contain it."""
FORM = f"multipart/form-data; boundary={BOUNDARY}"
LINE, SEPARATOR, END = b"\r\n", f"--{BOUNDARY}".encode(), f"--{BOUNDARY}--".encode()


def encoded(body: Body) -> tuple[bytes, str]:
    """Return the content of a request and its content type: JSON alone, or a multipart form of JSON and files."""
    content = body.json.encode()
    return (multipart(content, body.files), FORM) if body.files else (content, "application/json")


def multipart(payload: bytes, files: Sequence[File]) -> bytes:
    """Return a multipart form; the file names are our own, so none contains a quote or a line break."""
    parts = [*_part('name="payload_json"', "application/json", payload)]
    for index, (name, content) in enumerate(files):
        parts += _part(f'name="files[{index}]"; filename="{name}"', "application/octet-stream", content)
    return LINE.join([*parts, END, b""])


def _part(disposition: str, content_type: str, content: bytes) -> Iterator[bytes]:
    yield SEPARATOR
    yield f"Content-Disposition: form-data; {disposition}\r\nContent-Type: {content_type}\r\n".encode()
    yield content
