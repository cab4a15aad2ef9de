"""How old an interaction is, even if our clocks are wrong."""

from dataclasses import dataclass

import pytest

from bot.transport.interaction_age import InteractionAges, Offset

EPOCH = 1_420_070_400
DATE = "Fri, 27 Nov 2026 03:00:00 GMT"
AT_DATE = 1_795_748_400.0


@dataclass
class ManualClock:
    """A clock that a test sets."""

    seconds: float

    def __call__(self) -> float:
        return self.seconds


def snowflake(seconds: float) -> int:
    """Return an id that Discord made at a moment."""
    return int((seconds - EPOCH) * 1000) << 22


@dataclass
class World:
    """Discord's time, and how many seconds our steady clock and our wall clock are ahead of it."""

    now: float = AT_DATE
    steady: float = -1e9
    wall: float = 0.0

    def __post_init__(self) -> None:
        self.hands = ManualClock(self.now + self.steady), ManualClock(self.now + self.wall)
        self.ages = InteractionAges(tuple(Offset(hand) for hand in self.hands))

    def advance(self, seconds: float) -> None:
        self.now += seconds
        self.hands[0].seconds, self.hands[1].seconds = self.now + self.steady, self.now + self.wall

    def age(self, seconds: float = 0.1) -> float:
        """Return the estimated age of an interaction that was made this many seconds ago."""
        return self.ages.of(snowflake(self.now - seconds))


@pytest.mark.parametrize("wall", [0, -86_400, 86_400, 30])
def test_a_clock_that_is_always_wrong_does_not_matter(wall: float) -> None:
    """The age is right to a hundredth of a second, whether our clock is a day fast, a day slow or right."""
    world = World(wall=wall)
    assert world.age() == 0
    world.advance(100)
    assert world.age(0.1) < 0.01
    assert world.age(10) == pytest.approx(9.9, abs=0.01)
    assert world.age(0.1) < 0.01


@pytest.mark.parametrize("step", [-86_400, -60, 60, 86_400])
def test_changing_the_clock_drops_nobody(step: float) -> None:
    """A prompt interaction counts as prompt after each change of the clock. Later, a late one counts as late."""
    world = World()
    world.age()
    for change in (step, -step):
        world.wall += change
        world.advance(5)
        assert world.age() < 0.01
    world.advance(5)
    assert world.age(10) > 9


def test_a_clock_that_drifts_drops_nobody() -> None:
    """Prompt interactions still count as prompt if both clocks run fast by a second in a thousand."""
    world = World()
    world.age()
    for _ in range(48):
        world.steady += 1.8
        world.wall += 1.8
        world.advance(1_800)
        assert world.age() < 3


def test_a_date_counts_until_an_id_arrives() -> None:
    """The Date of a response tells the age of the first interaction. A malformed Date is ignored."""
    world = World()
    world.ages.learn(None)
    world.ages.learn("yesterday")
    world.ages.learn(DATE)
    assert world.age(10) > 8
    assert world.age(0.1) < 1


def test_an_id_is_trusted_over_a_date() -> None:
    """Once an id has arrived, a Date that is an hour off changes nothing."""
    world = World()
    assert world.age() == 0
    world.advance(-0.0)
    world.ages.learn("Fri, 27 Nov 2026 04:00:00 GMT")
    assert world.age() < 0.01
