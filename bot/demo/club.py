"""Simulates a film club with the bot in it, and shows it on a page in the browser."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.backend.cdn import CDN_BASE
from simcord.backend.errors import SetupError
from simcord.preview import Preview

from bot import app
from bot.core.clock import Clock
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.demo.responder import SimCordResponder
from bot.demo.simcord_page import PreviewRefresher, WallClock, behave_like_discord, check_simcord, localized_commands
from bot.demo_tmdb.demo import PagePictures, demo_tmdb
from bot.films.rules.finder.finder import Found
from bot.films.service.films import Films
from bot.ids import ChannelId, GuildId, UserId
from bot.ops.cli import port_error
from bot.settings.service import SettingsService
from bot.tears.rules.rating import RatingKey
from bot.tears.service.boards import Boards
from bot.tears.service.ratings import Ratings
from bot.transport.client import NunmulClient

AVATAR_FILE = Path(__file__).parents[2] / "docs" / "avatar.png"
SIMCORD_OPTIONS: Mapping[str, Any] = {"check_errors": False, "shard_count": 1}
COUNTRIES: Mapping[str, str] = {"sam": "US", "jiwoo": "KR"}
"""The countries where members watch films, by the member's name; other members are asked for theirs."""
RATINGS: Mapping[str, tuple[int, Sequence[int], str]] = {
    "A Moment to Remember": (2, (5, 5, 4), "When he covers the walls with notes"),
    "Be With You": (50, (4, 5, 5), "The boy in the rain"),
    "Ode to My Father": (85, (4, 4, 3), "The television reunion"),
    "You Are My Sunshine": (140, (3, 4, 4), ""),
    "Il Mare": (205, (2, 3, 2), ""),
    "Christmas in August": (270, (4, 3, 5), "The lesson with the remote control"),
    "The Classic": (290, (4, 4, 5), ""),
}
"""By title: how many days ago a film was rated, the tissues that each member gave, and the first member's moment."""
DAY_SECONDS = 24 * 60 * 60
PAGE_LOCALES: Mapping[Language, str] = {Language.ENGLISH: "en-US", Language.KOREAN: "ko"}


@asynccontextmanager
async def open_demo_page(
    database: Path,
    port: int,
    wall_time: Callable[[], float] = time.time,
    language: Language = Language.ENGLISH,
    *,
    with_tmdb: bool = False,
) -> AsyncIterator[Preview]:
    """Open the page of a simulated film club; raise StartupError if it cannot be opened.

    `wall_time` returns the epoch seconds that the whole demo uses; `language` is for the welcome and the page's dates;
    `with_tmdb` adds a made-up TMDB.
    """
    languages: dict[int, Language] = {}
    locales = LanguageResolver(languages)
    async with (
        demo_tmdb(is_wanted=with_tmdb) as tmdb,
        app.open_client(
            database, locales=locales, clock=lambda: int(wall_time()), tmdb_access=tmdb.access if tmdb else None
        ) as client,
        simcord.run(client, **SIMCORD_OPTIONS) as env,
    ):
        client.responder = SimCordResponder()
        env.backend.clock = WallClock(wall_time)
        env.backend.bot_user.name, env.backend.bot_user.avatar = "Nunmul", "nunmul"
        guild = env.create_guild("Film Club")
        channel = guild.create_text_channel("film-night", topic="눈물 · films to have a good cry with")
        members = _add_members(env, guild, languages)
        await _rate_films(client, GuildId(guild.id), members)
        if tmdb:
            await _choose_countries(client, members)
        async with _open_preview(env, channel, members, port, PAGE_LOCALES[language]) as preview:
            preview._explicit_assets = PagePictures(preview._explicit_assets, tmdb)
            with localized_commands(languages):
                refresher = PreviewRefresher(preview)
                refreshing = asyncio.create_task(refresher.refresh_forever())
                await _post_welcome(client, ChannelId(channel.id), language)
                yield preview
                refreshing.cancel()


@asynccontextmanager
async def _open_preview(
    env: simcord.Env, channel: simcord.ChannelHandle, members: list[simcord.MemberActor], port: int, locale: str
) -> AsyncIterator[Preview]:
    try:
        avatar_url = f"{CDN_BASE}/avatars/{env.backend.bot_user.id}/nunmul.png"
        assets = {avatar_url: (AVATAR_FILE.name, AVATAR_FILE.read_bytes())}
        preview = env.preview(channel, viewers=members, layout="channel", port=port, assets=assets, locale=locale)
        check_simcord(env, preview)
        behave_like_discord(preview)
        await preview.__aenter__()
    except SetupError as error:
        raise port_error(port, str(error)) from error
    try:
        yield preview
    finally:
        await preview.close()


def _add_members(
    env: simcord.Env, guild: simcord.GuildHandle, languages: dict[int, Language]
) -> list[simcord.MemberActor]:
    host = guild.create_role("Host", permissions=discord.Permissions(manage_guild=True), color=discord.Colour(0x5E8FC7))
    mina = guild.add_member(env.create_user("mina", global_name="Mina (moderator)"), roles=[host])
    sam = guild.add_member(env.create_user("sam", global_name="Sam"))
    jiwoo = guild.add_member(env.create_user("jiwoo", global_name="Jiwoo 지우 (Korean)"))
    languages[jiwoo.id] = Language.KOREAN
    return [sam, mina, jiwoo]


async def _rate_films(client: NunmulClient, guild_id: GuildId, members: list[simcord.MemberActor]) -> None:
    """Let everyone rate some films, so that the cry board has something to show."""
    core = client.core
    boards = Boards(core.database, SettingsService(core.database, core.locales.set_language), core.clock)
    films = Films(core.database)
    for title, (days, tissues, moment) in RATINGS.items():
        ratings = Ratings(core.database, boards, partial(_days_before, core.clock, days))
        match await films.find(title, guild_id):
            case Found(film_id=film_id):
                for member, level in zip(members, tissues, strict=True):
                    own_moment = moment if member is members[0] else ""
                    await ratings.rate(RatingKey(guild_id, UserId(member.id), film_id), level, own_moment)


def _days_before(clock: Clock, days: int) -> int:
    return int(clock() - days * DAY_SECONDS)


async def _choose_countries(client: NunmulClient, members: list[simcord.MemberActor]) -> None:
    settings = SettingsService(client.core.database, client.core.locales.set_language)
    for member in members:
        if country := COUNTRIES.get(member.user.name):
            await settings.set_country(UserId(member.id), country)
    for feature in client.features:
        if feature.name == "settings" and feature.on_startup:
            await feature.on_startup()  # so that the feature learns who has settings now


async def _post_welcome(client: NunmulClient, channel_id: ChannelId, language: Language) -> None:
    channel = client.get_channel(channel_id)
    if isinstance(channel, discord.TextChannel):
        await client.post_welcome(channel, language)
