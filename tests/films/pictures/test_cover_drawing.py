"""The covers of the catalogue are drawn soon after a start, while nobody waits for them."""

import asyncio
from pathlib import Path
from unittest.mock import patch

from bot import app
from bot.films import jobs
from bot.films.jobs import FIRST_DELAY, CoverDrawing
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue
from bot.films.service import covers
from bot.films.service.covers import Covers
from bot.films.service.films import Films

NOW = 1_800_000_000


async def test_what_is_missing_is_drawn_after_the_start(
    films: Films, our_catalogue: Catalogue, reference: ReferenceData, tmp_path: Path
) -> None:
    """Nothing in the first seconds, which belong to people; then every film once, and nothing the next day."""
    now, drawn = [NOW], list[object]()

    def draw(cover: object) -> bytes:
        drawn.append(cover)
        return b"a picture"

    with patch.object(covers, "draw_cover", draw), patch.object(jobs, "PAUSE", 0):
        drawing = CoverDrawing(films, Covers(tmp_path / "covers", reference.vocabulary), lambda: now[0])
        assert await drawing.job.work() == NOW + FIRST_DELAY
        assert drawn == []
        for _ in range(2):
            now[0] += 86_400
            assert await drawing.job.work() == now[0] + 86_400
            while drawing.job.has_tasks:  # noqa: ASYNC110  # a task of a job has no event
                await asyncio.sleep(0.01)
            assert len(drawn) == len(our_catalogue.entries)


async def test_only_the_real_bot_draws_covers_ahead(database_file: Path) -> None:
    """The demo and the tests draw what they show."""
    for draws_ahead in (True, False):
        async with app.open_client(database_file, draws_covers_ahead=draws_ahead) as client:
            names = {job.name for feature in client.features for job in feature.jobs}
        assert ("cover drawing" in names) is draws_ahead
