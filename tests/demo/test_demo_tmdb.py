"""With --with-tmdb the demo has a TMDB of its own, and its page shows the posters."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
from PIL import Image

from bot.demo.club import open_demo_page
from bot.demo_tmdb.demo import DemoTmdb, demo_tmdb
from bot.tmdb.client import TmdbClient
from tests.demo.test_live_page import open_page

COUNTRIES = ("KR", "US", "DE")


async def download(tmdb: DemoTmdb, path: str) -> Image.Image:
    async with aiohttp.ClientSession() as http, http.get(f"{tmdb.image_base_url}/w342{path}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        return Image.open(io.BytesIO(await answer.read()))


async def test_the_made_up_tmdb_has_all_films_with_a_poster_in_each_language() -> None:
    """All 118 films are there, and a film has different posters for the two languages."""
    async with demo_tmdb(is_wanted=True) as tmdb:
        assert tmdb is not None
        assert len(tmdb.films) == 118
        client = TmdbClient(tmdb.access)
        facts = (await client.movie(255709)).facts
        await client.close()
        pictures = [await download(tmdb, facts.poster_path(language) or "") for language in ("ko", "en")]
    assert [picture.size for picture in pictures] == [(342, 513)] * 2
    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_each_country_has_its_own_offers_and_some_films_have_none() -> None:
    """Each country has films to stream, rent or buy, and films without offers. Netflix is listed twice, as at TMDB."""
    films = DemoTmdb().films.values()
    for country in COUNTRIES:
        offers = [film.offers[country] for film in films]
        assert any(not kinds for kinds in offers)
        assert any({8, 1796} <= {*kinds.get("flatrate", ())} for kinds in offers)
        assert {kind for kinds in offers for kind in kinds} >= {"flatrate", "rent", "buy"}
    assert any(len({str(film.offers[country]) for country in COUNTRIES}) == len(COUNTRIES) for film in films)


async def test_without_the_option_there_is_no_tmdb() -> None:
    """A plain demo gets None instead of a TMDB."""
    async with demo_tmdb(is_wanted=False) as tmdb:
        assert tmdb is None


async def test_the_page_shows_a_poster(tmp_path: Path) -> None:
    """The demo serves the posters of its films to the page, and no other pictures."""
    async with open_demo_page(tmp_path / "demo.db", 0, with_tmdb=True) as preview:
        channel = preview.env.bot.get_channel(preview.channel.id)
        assert isinstance(channel, discord.TextChannel)
        for name in ("255709-ko.png", "1-ko.png"):
            card = discord.Embed(title="Hope").set_thumbnail(url=f"http://127.0.0.1:9/t/p/w342/{name}")
            await channel.send(embed=card)
        address = urlsplit(preview.url)
        headers = {"X-Simcord-Capability": address.fragment}
        async with aiohttp.ClientSession(f"http://{address.netloc}", headers=headers) as http:
            assets: dict[str, dict[str, Any]] = (await open_page(http))["assets"]
    posters = {asset["filename"]: asset["available"] for asset in assets.values() if "-ko" in str(asset["filename"])}
    assert posters == {"255709-ko.png": True}
