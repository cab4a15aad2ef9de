"""Asks both bots the same questions in turn, a few at a time, so that a noisy machine slows both equally."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.benchmarks.asking import Action, Place
from tests.benchmarks.bots import BenchmarkServers, listening
from tests.benchmarks.figures import Lap, Pair, Timing
from tests.benchmarks.programs import BARE, CONTROL, OURS, WATCHED, Cores, Program, program
from tests.benchmarks.questions import Questions
from tests.benchmarks.rows import ROWS
from tests.benchmarks.watched import steps

UNANSWERED = (" refused (", " failed ms=", "suggestions failed")
"""What our bot logs about questions it did not answer."""


CROWD_SIZE = 1000
"""People who vote in one poll at once."""


@dataclass(frozen=True, slots=True)
class Effort:
    """The size of each lap: each block asks `alone` questions one by one, then `bursts` times `burst` at once.

    After the laps, `crowds` crowds of `crowd` people each vote.
    """

    blocks: int = 8
    alone: int = 25
    bursts: int = 2
    burst: int = 50
    crowds: int = 3
    crowd: int = CROWD_SIZE


@dataclass(frozen=True, slots=True)
class Laps:
    """Where laps run: a database, this machine's cores, and the same servers for both bots."""

    database: Path
    cores: Cores
    bare: BenchmarkServers
    ours: BenchmarkServers

    @property
    def _questions(self) -> Questions:
        return Questions(self.database, self.ours)

    async def run(self, effort: Effort) -> tuple[Sequence[Lap], Pair]:
        """Time every row that our bot supports, at every size unless it has only one, and then the crowds.

        Return the laps, and each bot's longest wait in a crowd.
        """
        async with (
            listening(BARE, self.bare, self.database, self.cores.bare) as bare,
            listening(OURS, self.ours, self.database, self.cores.ours) as ours,
        ):
            laps = [
                Lap(row, films)
                for row in ROWS
                for films, place in islice(self.ours.places.items(), 1 if row.has_one_size else None)
                if place.has_command(row.command)
            ]
            for lap in laps:
                await self._run(lap, bare, ours, effort)
            crowd = await self._ask_crowds(next(lap for lap in laps if lap.row.votes), effort)
        _assert_all_answered(ours.log)
        return laps, crowd

    async def watch(self, laps: Sequence[Lap], effort: Effort) -> None:
        """Run the laps again, each row with a freshly started bot, to see how long our event loop is blocked.

        Another loop on the same core shows which steps the machine made long.
        """
        core = self.cores.ours
        self.cores.leave(core)
        for row in {lap.row.name: lap.row for lap in laps}.values():
            async with (
                program(CONTROL, self.ours.discord, self.database, core) as control,
                listening(WATCHED, self.ours, self.database, core) as ours,
            ):
                for lap in (lap for lap in laps if lap.row is row):
                    await self._watch(lap, ours, control, effort)

    async def _watch(self, lap: Lap, ours: Program, control: Program, effort: Effort) -> None:
        questions, begun = await self._questions.for_ours(lap), time.monotonic()
        for _ in range(effort.blocks):
            await _run_block(ours, self.ours.places[lap.films], questions, Timing(), effort)
        ended = time.monotonic()
        lap.step, lap.control = (max(steps(one.log, begun, ended), default=0.0) for one in (ours, control))

    async def _run(self, lap: Lap, bare: Program, ours: Program, effort: Effort) -> None:
        sides = (
            (bare, self.bare.places[lap.films], self._questions.for_bare(lap), lap.bare, self.cores.bare),
            (ours, self.ours.places[lap.films], await self._questions.for_ours(lap), lap.ours, self.cores.ours),
        )
        for _, place, questions, _, _ in sides:
            await place.ask_one_by_one(islice(questions, 1))
        if lap.films in lap.row.repeats:
            await self.ours.places[lap.films].ask_one_by_one(self._questions.for_each_film(lap))
        for _ in range(effort.blocks):
            for running, place, questions, timing, core in sides:
                self.cores.leave(core)
                await _run_block(running, place, questions, timing, effort)

    async def _ask_crowds(self, lap: Lap, effort: Effort) -> Pair:
        """Let crowds of people vote with each bot in turn, and return each bot's longest wait, in seconds."""
        sides = (
            (self.bare.places[lap.films], self._questions.for_bare(lap), self.cores.bare),
            (self.ours.places[lap.films], await self._questions.for_ours(lap), self.cores.ours),
        )
        waits: tuple[list[float], list[float]] = ([], [])
        for _ in range(effort.crowds):
            for (place, questions, core), longest in zip(sides, waits, strict=True):
                self.cores.leave(core)
                longest.append(await place.longest_wait(list(islice(questions, effort.crowd))))
                place.clear_log()
        return Pair(*map(max, waits))


async def _run_block(
    running: Program, place: Place, questions: Iterator[Action], timing: Timing, effort: Effort
) -> None:
    worked = running.cpu_seconds()
    timing.waits += await place.ask_one_by_one(islice(questions, effort.alone))
    for _ in range(effort.bursts):
        timing.rates.append(effort.burst / await place.ask_at_once(list(islice(questions, effort.burst))))
    timing.cpu += running.cpu_seconds() - worked
    timing.question_count += effort.alone + effort.bursts * effort.burst
    place.clear_log()


def _assert_all_answered(log: Path) -> None:
    lines = log.read_text(encoding="utf-8").splitlines()
    unanswered = [line for line in lines if any(words in line for words in UNANSWERED)]
    assert not unanswered, "\n".join(unanswered[:5])
