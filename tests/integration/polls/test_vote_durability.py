"""A confirmed vote is never lost, even after kill -9 and when hundreds vote at once."""

import asyncio
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.users.responses import Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import (
    CLASSIC,
    HARMONY,
    HOPE,
    add_member,
    public_messages,
    query_rows,
    start_poll,
)
from tests.stopwatch import Stopwatch

PEOPLE, CROWD = 200, 300
CONFIRMED = "Your vote: "
BALLOTS = (
    "SELECT user_id, label FROM ballot JOIN ballot_choice ON ballot_choice.ballot_id = ballot.id"
    " JOIN poll_option ON poll_option.id = ballot_choice.option_id"
)


async def test_a_confirmed_vote_survives_a_kill(
    club: Club, database_file: Path, tmp_path: Path, volume: Callable[[int], int]
) -> None:
    """The process is killed while 200 people vote, and every confirmed vote is counted."""
    for seed in range(volume(40)):
        channel = club.discord.world.create_channel(club.home_guild, f"film-night-{seed}")
        database = Path(shutil.copy(database_file, tmp_path / f"killed-{seed}.db"))
        people = [add_member(club, number, channel) for number in range(PEOPLE)]
        await kill_while_voting(club, database, people, Random(seed))


async def kill_while_voting(club: Club, database: Path, people: list[SimulatedUser], random: Random) -> None:
    """Kill the bot while everyone votes, restart it, and check that every confirmed vote is counted."""
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam.in_channel(people[0].channel))
        answers = {guest.user.id: await guest.without_waiting.click(poll, choice(guest)) for guest in people}
        enough = random.randrange(PEOPLE)
        await club.discord.wait_until(lambda: len(confirmed_votes(answers)) >= enough, 60)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    stored, confirmed = dict(query_rows(database, BALLOTS)), confirmed_votes(answers)
    assert confirmed.items() <= stored.items()
    assert len(stored) == len(query_rows(database, "SELECT * FROM ballot"))
    async with bot_process(club.discord, database):
        await club.discord.wait_until_ready()
        left = [guest for guest in people if guest.user.id not in stored][:5]
        for guest in left:
            assert CONFIRMED in (await guest.click(poll, choice(guest))).message.text
        await wait_for_the_recount(club, poll, database)


def choice(guest: SimulatedUser) -> str:
    """Return what this person votes for, the same each time."""
    return (HOPE, HARMONY, CLASSIC)[guest.user.id % 3]


def confirmed_votes(answers: dict[int, Response]) -> dict[int, str]:
    """Return what people were told that they voted for, by user id."""
    arrived = {person: answer.message.text for person, answer in answers.items() if answer.interaction.is_visible}
    return {person: text.split("**")[1].rpartition(" ")[0] for person, text in arrived.items() if CONFIRMED in text}


async def wait_for_the_recount(club: Club, poll: VisibleMessage, database: Path) -> None:
    """Wait until the message has exactly the counts of the ballots."""
    counts = Counter(label for _, label in query_rows(database, BALLOTS))
    lines = [f"{counts[label]} vote{'s' * (counts[label] != 1)}" for label in ("Hope", "Harmony", "The Classic")]

    def is_shown() -> bool:
        shown = [" ".join(line.split()[1:3]) for line in poll.text.splitlines() if line.startswith(("▰", "▱"))]
        return shown == lines

    await club.discord.wait_until(is_shown)


async def test_hundreds_of_presses_at_once_are_all_answered_in_time(club: Club, database_file: Path) -> None:
    """Each of three hundred presses is acknowledged within three seconds, and the final counts are right."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam)
        watch = Stopwatch(process.child.pid)
        people = [add_member(club, number) for number in range(CROWD)]
        answers = await asyncio.gather(*(guest.without_waiting.click(poll, choice(guest)) for guest in people))
        for answer in answers:
            await answer.wait_until_visible(60)
        assert max(answer.acknowledged_after or 99 for answer in answers) - watch.starved < 3
        await wait_for_the_recount(club, public_messages(club.channel)[0], database_file)
