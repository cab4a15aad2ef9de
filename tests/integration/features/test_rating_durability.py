"""A confirmed rating is never lost, even when the bot is killed while ratings arrive."""

import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.users.responses import Response
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import add_member, query_rows

PEOPLE = 60
RATINGS = "SELECT user_id, tissues, count(*) FROM tear_rating GROUP BY user_id, tissues"


async def test_a_confirmed_rating_survives_a_kill(
    club: Club, database_file: Path, tmp_path: Path, volume: Callable[[int], int]
) -> None:
    """Whenever the process is killed while sixty people rate a film, each confirmed rating is stored exactly once."""
    for seed in range(volume(20)):
        database = Path(shutil.copy(database_file, tmp_path / f"killed-{seed}.db"))
        people = [add_member(club, number) for number in range(PEOPLE)]
        await kill_while_rating(club, database, people, Random(seed))


async def kill_while_rating(club: Club, database: Path, people: list[SimulatedUser], random: Random) -> None:
    """Kill the bot while everyone rates; check that each confirmed rating is stored once and counts after a restart."""
    given = {person.user.id: random.randint(0, 5) for person in people}
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        answers = {
            person.user.id: await person.without_waiting.slash("cried", film="Hope", tissues=given[person.user.id])
            for person in people
        }
        enough = random.randrange(PEOPLE)
        await club.discord.wait_until(lambda: len(confirmed(answers)) >= enough, 60)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    kept = {user_id: (tissues, count) for user_id, tissues, count in query_rows(database, RATINGS)}
    assert kept.keys() >= confirmed(answers)
    assert all((given[user_id], 1) == rating for user_id, rating in kept.items())
    async with bot_process(club.discord, database):
        await club.discord.wait_until_ready()
        board = (await club.sam.slash("board film", film="Hope")).message.text
    assert f"from {len(kept)} rating" in board or not kept


def confirmed(answers: Mapping[int, Response]) -> set[int]:
    """Return the ids of those who were told that their rating is saved."""
    return {
        person for person, answer in answers.items() if answer.interaction.is_visible and "Saved" in answer.message.text
    }
