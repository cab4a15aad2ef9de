"""The filter by tears uses the server's ratings where enough people have rated."""

from bot.ids import FilmId, UserId
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.tears.rules.rating import RatingKey
from bot.tears.service.boards import Boards
from bot.tears.service.ratings import Ratings
from tests.picks.pick_bench import NOW, OTHER_SERVER, SAM, SERVER, PickBench
from tests.sql import execute, select

HARD, SOFT = PickFilter(tears=5), PickFilter(tears=2)


async def test_the_servers_mean_decides_from_the_third_rating_on(bench: PickBench) -> None:
    """From then on, the server's rounded mean replaces our estimate. Other servers keep the estimate."""
    film = FilmId((await select(bench.database, "SELECT min(id) FROM film WHERE tears = 2"))[0][0])
    await execute(bench.database, "UPDATE film SET retired = 1 WHERE id <> :film", {"film": film})
    ratings = Ratings(bench.database, Boards(bench.database, bench.settings, lambda: NOW), lambda: NOW)
    here, there = Requester(SAM, SERVER), Requester(SAM, OTHER_SERVER)
    for person, tissues in ((1, 5), (2, 5)):
        await ratings.rate(RatingKey(SERVER, UserId(person), film), tissues)
    await bench.draw_no_match(here, HARD)
    assert (await bench.draw(here, SOFT)).film_id == film
    await ratings.rate(RatingKey(SERVER, UserId(3), film), 4)
    assert (await bench.draw(here, HARD)).film_id == film
    await bench.draw_no_match(here, SOFT)
    assert (await bench.draw(there, SOFT)).film_id == film
    await bench.draw_no_match(there, HARD)
