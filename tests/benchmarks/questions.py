"""What both bots are asked: any number of questions, the same in every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random

from tests.benchmarks.asking import Action, Place, Press, Question
from tests.benchmarks.bots import BenchmarkServers, server_that_sees
from tests.benchmarks.figures import Lap
from tests.benchmarks.library import Title, visible_films
from tests.benchmarks.rows import Row
from tests.integration.polls.poll_helpers import CLASSIC, HARMONY, HOPE, public_messages, start_poll

SEED = 2013


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions about what is in our database."""

    database: Path
    ours: BenchmarkServers

    def for_bare(self, lap: Lap) -> Iterator[Action]:
        """Return questions for the bare bot, which answers anything with its constant."""
        return self._typed(replace(lap.row, command=lap.row.bare_command, option="title"), lap.films)

    async def for_ours(self, lap: Lap) -> Iterator[Action]:
        """Return questions for our bot: what people type, or presses in a poll or a rating menu."""
        if lap.row.is_press:
            press = _vote_presses if lap.row.votes else _ranking_presses if lap.row.ranks else _rating_presses
            return await press(self.ours.places[lap.films])
        if lap.row.follows_rating:
            ratings = await _rating_presses(self.ours.places[lap.films])
            return (
                replace(question, first=press)
                for question, press in zip(self._typed(lap.row, lap.films), ratings, strict=False)
            )
        return self._typed(lap.row, lap.films)

    def for_each_film(self, lap: Lap) -> Sequence[Question]:
        """Return one question for each film that is visible at the lap's size."""
        random = Random(SEED)
        return [_question(lap.row, title, random) for title in self._seen(lap.films)]

    def _typed(self, row: Row, films: int) -> Iterator[Question]:
        random, seen = Random(SEED), self._seen(films)
        while True:
            yield _question(row, random.choice(seen), random)

    def _seen(self, films: int) -> Sequence[Title]:
        return visible_films(self.database, server_that_sees(films))


def _question(row: Row, title: Title, random: Random) -> Question:
    return Question(row.command, row.option, row.typed(title, random), row.is_half_typed)


async def _vote_presses(place: Place) -> Iterator[Action]:
    """Return endless presses of random options in the channel's poll. Start a poll if there is none."""
    poll = next(iter(public_messages(place.channel)), None) or await start_poll(place.new_user())
    buttons, random = [poll.button(label)["custom_id"] for label in (HOPE, HARMONY, CLASSIC)], Random(SEED)
    return (Press(poll.message, random.choice(buttons)) for _ in count())


async def _ranking_presses(place: Place) -> Iterator[Action]:
    """Start a ranked poll, and return endless presses, each of which ranks a random option first."""
    host = place.new_user()
    poll = await start_poll(host, "Ranked?", ["Ranking"])
    ballot, random = (await host.click(poll, "Rank")).message, Random(SEED)
    (menu,) = [control for control in ballot.controls if control.get("options")]
    values = [option["value"] for option in menu["options"]]
    return (Press(ballot.message, menu["custom_id"], random.choice(values)) for _ in count())


async def _rating_presses(place: Place) -> Iterator[Press]:
    """Open the rating menu of one film, and return endless presses that choose random ratings."""
    person = place.new_user()
    card = (await person.slash("film show", title="Hope")).message
    menu_message, random = (await person.click(card, "I cried")).message, Random(SEED)
    (menu,) = [control for control in menu_message.controls if control.get("options")]
    values = [option["value"] for option in menu["options"]]
    return (Press(menu_message.message, menu["custom_id"], random.choice(values)) for _ in count())
