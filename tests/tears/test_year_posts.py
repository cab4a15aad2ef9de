"""The year in tears is posted once a year, only where it is turned on, even after a crash."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.storage.database import Database
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.ids import ChannelId, GuildId
from bot.tears import year_pictures
from bot.tears.board_pictures import BoardPictures
from bot.tears.rules.year import CLAIM_SECONDS, MAX_ATTEMPTS, RECHECK_SECONDS
from bot.tears.service.year.posts import YearPosts
from bot.tears.service.year.years import Years
from bot.tears.year_delivery import YearPublisher
from bot.tears.year_pictures import YearPictures
from tests.sql import select
from tests.tears.rating_bench import CLUB, OTHER_CLUB, RatingBench, key

DECEMBER = int(dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC).timestamp())
DAY = 24 * 60 * 60
HALL = ChannelId(77)


def error(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    return kind(SimpleNamespace(status=status, reason=""), {"code": code, "message": ""})


FORBIDDEN = error(discord.Forbidden, 403, 50013)
UNAVAILABLE = error(discord.DiscordServerError, 503, 0)
NO_MESSAGE = error(discord.NotFound, 404, 10008)


@dataclass
class Channel:
    """A channel in which a message with a known nonce is not posted again."""

    author: str
    id: int = HALL
    messages: list[SimpleNamespace] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    is_answer_lost: bool = False
    forbids_files: bool = False
    lookup: Exception = NO_MESSAGE

    async def send(self, **sent: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        if self.forbids_files and sent.get("files"):
            raise FORBIDDEN
        await asyncio.sleep(0)
        if all(message.nonce != sent["nonce"] for message in self.messages):
            sent = {"files": [], **sent, "author": self.author, "interaction_metadata": None}
            self.messages.insert(0, SimpleNamespace(**sent, embeds=[sent["embed"]]))
        if self.is_answer_lost:
            raise asyncio.CancelledError

    async def fetch_message(self, _: int) -> None:
        raise self.lookup

    async def history(self, limit: int) -> AsyncIterator[Any]:
        for message in self.messages[:limit]:
            yield message


@dataclass
class PostingClient:
    """A client that can only post in one channel."""

    user: str = "Nunmul"
    is_serving: bool = False
    has_connected: bool = True
    channel: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.channel = Channel(self.user)

    def is_ready(self) -> bool:
        return self.has_connected

    def get_guild(self, _: int, /) -> None:
        return None

    def get_partial_messageable(self, channel_id: int, *, guild_id: int) -> Channel:
        assert (channel_id, guild_id) == (HALL, CLUB)
        return self.channel


@dataclass
class Desk:
    """Posts years in tears with the real services and a fake client."""

    bench: RatingBench
    translations: Translations
    covers: Covers
    client: PostingClient = field(default_factory=PostingClient)

    @property
    def posts(self) -> YearPosts:
        return YearPosts(self.bench.database, lambda: self.bench.now)

    async def run(self) -> None:
        """Run the job of a process that has just started, until its tasks have ended."""
        films, clock = Films(self.bench.database), lambda: self.bench.now
        publisher = YearPublisher(
            Years(self.bench.database, self.bench.settings, clock),
            self.posts,
            YearPictures(BoardPictures(films, self.covers)),
            self.translations,
            LanguageResolver(),
            lambda: self.client,  # type: ignore[arg-type,return-value]  # a client with all that the publisher uses
        )
        await publisher.job.do_work()
        while publisher.job.has_tasks:  # noqa: ASYNC110  # a job offers no event to wait for
            await asyncio.sleep(0.001)

    async def done_year(self) -> int:
        rows = await select(self.bench.database, "SELECT done_year FROM tear_year_post")
        return int(rows[0][0])

    @property
    def sent(self) -> list[SimpleNamespace]:
        return self.client.channel.messages


@pytest.fixture
async def desk(
    database: Database,
    translations: Translations,
    reference: ReferenceData,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """Return a desk at noon on 20 December, for a server that has ratings and has turned the year on."""
    monkeypatch.setattr(year_pictures, "draw_year", lambda _: b"a picture")
    desk = Desk(RatingBench(database, DECEMBER - DAY), translations, Covers(tmp_path, reference.vocabulary))
    for person in range(1, 4):
        for film in (1, 2):
            await desk.bench.rate(person, film, 4)
    await desk.posts.turn_on(CLUB, HALL, Language.KOREAN)
    desk.bench.now = DECEMBER
    return desk


async def test_the_year_is_posted_once_with_its_picture(desk: Desk) -> None:
    """The post comes at noon on 20 December, in the server's language. The next year is posted too."""
    desk.bench.now = DECEMBER - 1
    await desk.run()
    assert desk.sent == []
    for day in range(12):
        desk.bench.now = DECEMBER + day * DAY
        await desk.run()
    (message,) = desk.sent
    assert message.embed.title == "2026년의 눈물"
    assert "함께 울었어요" in message.embed.description
    assert message.files[0].filename == "tears-2026.webp"
    assert "5점 만점에 4.0점" in message.files[0].description
    assert len(message.nonce) <= 25
    desk.bench.now = DECEMBER + 200 * DAY
    for person in range(1, 6):
        await desk.bench.rate(person, 3, 5)
    desk.bench.now = DECEMBER + 366 * DAY
    await desk.run()
    assert [message.embed.title for message in desk.sent] == ["2027년의 눈물", "2026년의 눈물"]


async def test_processes_that_run_at_once_post_the_year_once(desk: Desk) -> None:
    """Four processes that run at the same time post one message."""
    await asyncio.gather(*(desk.run() for _ in range(4)))
    assert len(desk.sent) == 1


async def test_nothing_is_posted_where_the_year_is_off(desk: Desk) -> None:
    """While the year is off, nothing is posted. Turning it off and on again does not repeat the post."""
    await desk.posts.turn_off(CLUB)
    await desk.run()
    assert desk.sent == []
    await desk.posts.turn_on(CLUB, HALL, Language.ENGLISH)
    await desk.run()
    await desk.posts.turn_off(CLUB)
    await desk.posts.turn_on(CLUB, HALL, Language.ENGLISH)
    await desk.run()
    assert [message.embed.title for message in desk.sent] == ["2026 in tears"]


async def test_a_crash_after_posting_does_not_post_again(desk: Desk) -> None:
    """The next process finds the message in the channel, even when Discord has forgotten its nonce."""
    desk.client.channel.is_answer_lost = True
    await desk.run()
    desk.client.channel.is_answer_lost = False
    desk.sent[0].nonce = "forgotten by now"
    desk.bench.now += CLAIM_SECONDS + 1
    await desk.run()
    assert (len(desk.sent), await desk.done_year()) == (1, 2026)


async def test_a_channel_that_cannot_be_read_after_a_crash_gets_nothing_twice(desk: Desk) -> None:
    """If the bot cannot tell whether it has posted the year, it does not post it again."""
    desk.client.channel.is_answer_lost = True
    await desk.run()
    desk.client.channel.is_answer_lost, desk.client.channel.lookup = False, FORBIDDEN
    desk.sent[0].nonce = "forgotten by now"
    desk.bench.now += CLAIM_SECONDS + 1
    await desk.run()
    assert (len(desk.sent), await desk.done_year()) == (1, 2026)


async def test_a_closed_channel_is_final_for_the_year(desk: Desk) -> None:
    """If the bot is not allowed to post, it does not try again that year."""
    desk.client.channel.failures = [FORBIDDEN, FORBIDDEN]
    for hour in range(3):
        desk.bench.now = DECEMBER + hour * 3600
        await desk.run()
    assert (desk.sent, await desk.done_year()) == ([], 2026)


async def test_where_only_files_are_forbidden_the_year_is_text(desk: Desk) -> None:
    """The message has no picture, and gives the tissues in words."""
    desk.client.channel.forbids_files = True
    await desk.run()
    (message,) = desk.sent
    assert message.files == []
    assert "휴지 24장" in message.embed.description


async def test_a_fault_of_discord_is_tried_again_but_not_for_ever(desk: Desk) -> None:
    """After one failure, the year is posted. After too many, it is given up."""
    desk.client.channel.failures = [UNAVAILABLE]
    await desk.run()
    assert desk.sent == []
    desk.bench.now += 60 * 60
    await desk.run()
    assert len(desk.sent) == 1
    desk.client.channel.failures = [UNAVAILABLE] * 99
    await desk.bench.rate(9, 3, 5)
    desk.bench.now = DECEMBER + 365 * DAY
    for person in range(1, 6):
        await desk.bench.rate(person, 3, 5)
    for _ in range(MAX_ATTEMPTS + 2):
        await desk.run()
        desk.bench.now += 60 * 2 ** (MAX_ATTEMPTS + 1)
    assert (len(desk.sent), await desk.done_year()) == (1, 2027)


async def test_a_year_with_too_few_ratings_waits_for_more(desk: Desk) -> None:
    """The year is posted at the first recheck that finds enough ratings."""
    for person in (1, 2, 3):
        await desk.bench.ratings.withdraw(key(person, 1))
    await desk.run()
    assert desk.sent == []
    for person in (4, 5):
        await desk.bench.rate(person, 2, 3)
    await desk.run()
    assert desk.sent == []
    desk.bench.now += RECHECK_SECONDS
    await desk.run()
    assert len(desk.sent) == 1


async def test_without_a_connection_only_a_process_that_serves_http_posts(desk: Desk) -> None:
    """A process that serves HTTP never connects to the gateway, and posts all the same."""
    desk.client.has_connected = False
    await desk.run()
    assert desk.sent == []
    desk.client.is_serving = True
    await desk.run()
    assert len(desk.sent) == 1


async def test_another_process_shows_the_setting(desk: Desk) -> None:
    """A reload of one server shows the change, and so does a reload of all servers."""
    other = desk.posts
    await other.load()
    assert (other.channel(CLUB), other.channel(OTHER_CLUB)) == (HALL, None)
    await desk.posts.turn_off(CLUB)
    await other.reload(CLUB)
    assert other.channel(CLUB) is None
    await desk.posts.turn_on(CLUB, HALL, Language.ENGLISH)
    await other.reload(None)
    assert other.channel(GuildId(CLUB)) == HALL
