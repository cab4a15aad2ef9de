"""An answer is encoded as Discord reads it, with its files, and asks for no message back."""

import json
from email import message_from_bytes
from email.message import Message

import discord
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.core.interactions.answers.answer import Answer, notice_body
from bot.core.interactions.answers.responder import Body
from bot.core.interactions.components import button
from bot.core.interactions.pictures import Picture
from bot.transport.answers.multipart import encoded
from tests.discord_server.club import Club
from tests.discord_server.rest import api
from tests.discord_server.rest.routing import ApiRequest, parse_request


def parts(payload: str, *files: tuple[str, bytes]) -> list[Message]:
    body, content_type = encoded(Body(payload, files))
    combined = message_from_bytes(b"Content-Type: %b\r\n\r\n%b" % (content_type.encode(), body))
    return [part for part in combined.walk() if not part.is_multipart()]


@given(st.binary(), st.lists(st.sampled_from([b"nunmul", b"--", b"\r\n--nunmul--\r\n", b"\x00\xff"])))
def test_a_file_arrives_as_it_was_whatever_is_in_it(random: bytes, tricky: list[bytes]) -> None:
    """No content is mistaken for the boundary between the parts."""
    content = random.replace(b"\r", b"").replace(b"\n", b"") + b"".join(tricky) + b"."
    payload, file = parts('{"content": "nunmul"}', ("a.webp", content))
    assert payload.get_param("name", header="Content-Disposition") == "payload_json"
    assert file.get_param("name", header="Content-Disposition") == "files[0]"
    assert file.get_filename() == "a.webp"
    assert file.get_payload(decode=True) == content


def test_every_file_has_its_own_part() -> None:
    """The parts are numbered in the order of the files."""
    _, first, second = parts("{}", ("a.webp", b"one"), ("b.txt", b"two"))
    names = [part.get_param("name", header="Content-Disposition") for part in (first, second)]
    assert names == ["files[0]", "files[1]"]


@pytest.fixture
def sent_requests(monkeypatch: pytest.MonkeyPatch) -> list[ApiRequest]:
    """Return a list to which every request is added as it is parsed."""
    requests: list[ApiRequest] = []

    async def parse(request: web.Request) -> ApiRequest:
        requests.append(parsed := await parse_request(request))
        return parsed

    monkeypatch.setattr(api, "parse_request", parse)
    return requests


async def test_a_first_answer_asks_for_no_message_back(
    club: Club, bot: discord.Client, sent_requests: list[ApiRequest]
) -> None:
    """The requests have no query, so Discord does not send the posted message back."""
    await club.sam.slash("film show", title="Hope")
    await club.sam.autocomplete("film show", "title", "hop")
    (card, suggestions) = [request for request in sent_requests if request.path.endswith("/callback")]
    assert (card.query, suggestions.query) == ({}, {})
    assert suggestions.json["data"]["choices"][0]["name"].startswith("Hope (2013)")


def shown(picture: Picture | None = None) -> Answer:
    card = discord.Embed(title="Hope").add_field(name="Cast", value="Lee Re")
    return Answer.from_card(card, [button("more", 1, "More")], picture)


def test_answers_that_show_the_same_are_equal() -> None:
    """The bot compares answers, so that it edits a card only if the card would show something else."""
    assert shown() == shown()
    assert shown() != shown(Picture("a.webp", b"drawn", "A drawing"))


@pytest.mark.parametrize("is_large", [True, False])
def test_a_picture_is_attached_and_described(is_large: bool) -> None:
    """The picture is the card's thumbnail or its large image. `shows_picture=False` leaves it out."""
    answer = shown(Picture("a.webp", b"drawn", "A drawing", is_large))
    body = answer.body()
    payload = json.loads(body.json)
    place = "image" if is_large else "thumbnail"
    assert payload["embeds"][0][place] == {"url": "attachment://a.webp"}
    assert payload["attachments"] == [{"id": 0, "filename": "a.webp", "description": "A drawing"}]
    assert body.files == [("a.webp", b"drawn")]
    without = answer.body(shows_picture=False)
    payload = json.loads(without.json)
    assert (without.files, payload["attachments"], payload["embeds"]) == ([], [], [answer.embed])


def test_a_card_becomes_text_where_cards_are_not_shown() -> None:
    """The text has the card's title and fields."""
    payload = json.loads(shown().text_body("Late.", is_private=True).json)
    assert payload["content"] == "Late.\n\n**Hope**\n\n**Cast**\nLee Re"
    assert (payload["embeds"], payload["flags"]) == ([], 64)


def test_an_answer_is_encoded_once() -> None:
    """Everyone gets the same body. A private answer, a first line, or a missing picture needs another body."""
    answer = shown(Picture("a.webp", b"drawn", "A drawing"))
    assert answer.body() is answer.body()
    bodies = (
        answer.body(),
        answer.body(is_private=True),
        answer.body(first_line="Late."),
        answer.body(shows_picture=False),
    )
    assert len({body.json for body in bodies}) == 4


def test_an_answer_with_another_card_as_prefix_shows_both() -> None:
    """The result has the prefix's author, and the prefix's buttons come first. The cached answer is unchanged."""
    cached = shown(Picture("a.webp", b"drawn", "A drawing"))
    head = discord.Embed().set_author(name="Drawn by Sam")
    combined = cached.with_prefix(head, [button("another", 2, "Another")])
    payload = json.loads(combined.body().json)
    assert (payload["embeds"][0]["author"], payload["embeds"][0]["title"]) == ({"name": "Drawn by Sam"}, "Hope")
    assert [control["label"] for control in payload["components"][0]["components"]] == ["Another", "More"]
    assert (combined.picture, cached) == (cached.picture, shown(cached.picture))


@pytest.mark.parametrize("text", ["한국어", "half \ud83d", 'a "quote" \\ and \n'])
def test_every_text_arrives_as_it_was(text: str) -> None:
    """Half of a surrogate pair, which UTF-8 cannot express, is sent as an escape."""
    assert json.loads(notice_body(text).json.encode())["content"] == text
