"""The content of a request: JSON, and files beside it."""

from collections.abc import Iterator, Sequence

from bot.core.interactions.answers.responder import Body
from bot.core.interactions.pictures import File

LINE = b"\r\n"


def encoded(body: Body) -> tuple[bytes, str]:
    """Return the content of a request and its content type: JSON alone, or a form of JSON and files."""
    content = body.json.encode()
    return multipart(content, body.files) if body.files else (content, "application/json")


def multipart(payload: bytes, files: Sequence[File]) -> tuple[bytes, str]:
    """Return the body and its content type; the names of the files are ours, so none has a quote or a line break."""
    boundary = _boundary([payload, *(content for _, content in files)])
    parts = [*_part(boundary, 'name="payload_json"', "text/plain; charset=utf-8", payload)]
    for place, (name, content) in enumerate(files):
        parts += _part(boundary, f'name="files[{place}]"; filename="{name}"', "application/octet-stream", content)
    return LINE.join([*parts, b"--%b--" % boundary, b""]), f"multipart/form-data; boundary={boundary.decode()}"


def _part(boundary: bytes, disposition: str, content_type: str, content: bytes) -> Iterator[bytes]:
    yield b"--" + boundary
    yield f"Content-Disposition: form-data; {disposition}".encode()
    yield f"Content-Type: {content_type}".encode()
    yield b""
    yield content


def _boundary(contents: Sequence[bytes]) -> bytes:
    """Return a line that occurs in none of the parts."""
    boundary, number = b"nunmul", 0
    while any(boundary in content for content in contents):
        boundary, number = b"nunmul-%d" % number, number + 1
    return boundary
