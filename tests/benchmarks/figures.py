"""The measured figures and their targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.benchmarks.rows import Row, Target

LONGEST_STEP = 20.0
"""Milliseconds for which one step may block the event loop."""
MORE_MEGABYTES, TIMES_START = 15.0, 1.6
LONGEST_WAIT = 1.3
"""The longest wait that is allowed in a crowd, as a multiple of the bare bot's."""


@dataclass(slots=True)
class Timing:
    """How one bot did in one row: seconds of each wait, answers per second of each burst, and CPU seconds in all."""

    waits: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu: float = 0.0
    question_count: int = 0

    @property
    def p50(self) -> float:
        """Return the median wait in milliseconds."""
        return median(self.waits) * 1000

    @property
    def p99(self) -> float:
        """Return the milliseconds within which 99 of 100 questions are answered."""
        return quantiles(self.waits, n=100, method="inclusive")[-1] * 1000

    @property
    def per_second(self) -> float:
        """Return the median number of answers per second in a burst."""
        return median(self.rates)

    @property
    def milliseconds_of_work(self) -> float:
        """Return the mean CPU milliseconds for one question."""
        return self.cpu / self.question_count * 1000


@dataclass(slots=True)
class Lap:
    """One row at one size. `step` and `control` are the longest steps of our loop and an idle one, in milliseconds."""

    row: Row
    films: int
    bare: Timing = field(default_factory=Timing)
    ours: Timing = field(default_factory=Timing)
    step: float = 0.0
    control: float = 0.0

    @property
    def times(self) -> float:
        """Return our median wait as a multiple of the bare bot's."""
        return self.ours.p50 / self.bare.p50

    @property
    def share(self) -> float:
        """Return our answers per second as a share of the bare bot's."""
        return self.ours.per_second / self.bare.per_second

    @property
    def work(self) -> float:
        """Return the processor time of one answer as a multiple of the bare bot's."""
        return self.ours.milliseconds_of_work / self.bare.milliseconds_of_work

    @property
    def extra_milliseconds(self) -> float:
        """Return how many milliseconds longer our median wait is than the bare bot's."""
        return self.ours.p50 - self.bare.p50


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure for both bots."""

    bare: float
    ours: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one run.

    `crowd` is the longest wait in a crowd and `start` the time until Discord has the commands, both in seconds.
    `memory` is in megabytes, by the number of servers.
    """

    machine: str
    laps: Sequence[Lap]
    crowd: Pair
    start: Pair
    memory: Mapping[int, Pair]


@dataclass(frozen=True, slots=True)
class Goal:
    """A target, and whether it was reached."""

    text: str
    reached: bool


def lap_goals(lap: Lap) -> Sequence[Goal]:
    """Return the targets for one row at one size."""
    step = Goal(f"step ≤ {LONGEST_STEP:.0f} ms", lap.step <= max(LONGEST_STEP, lap.control))
    target = lap.row.targets.get(lap.films, Target())
    times = [Goal(f"≤ {target.times} ×", lap.times <= target.times)] if target.times else []
    extra = (
        [Goal(f"≤ +{target.extra_milliseconds:.0f} ms", lap.extra_milliseconds <= target.extra_milliseconds)]
        if target.extra_milliseconds
        else []
    )
    share = (
        [Goal(f"≥ {target.share} of the bare one's a second (is {lap.share:.2f})", lap.share >= target.share)]
        if target.share
        else []
    )
    work = [Goal(f"CPU ≤ {target.work} × (is {lap.work:.2f})", lap.work <= target.work)] if target.work else []
    return [*times, *extra, *share, *work, step]


def crowd_goal(crowd: Pair) -> Goal:
    """Return the target for a crowd."""
    return Goal(f"≤ {LONGEST_WAIT} ×", crowd.ours <= LONGEST_WAIT * crowd.bare)


def start_goal(start: Pair) -> Goal:
    """Return the target for the start."""
    return Goal(f"≤ {TIMES_START} ×", start.ours <= TIMES_START * start.bare)


def memory_goal(memory: Pair) -> Goal:
    """Return the target for memory."""
    return Goal(f"≤ +{MORE_MEGABYTES:.0f} MB", memory.ours - memory.bare <= MORE_MEGABYTES)
