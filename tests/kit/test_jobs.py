"""What happens by the clock."""

import asyncio

import pytest

from bot.kit import jobs
from bot.kit.jobs import Job, keep_doing


class Work:
    """Fails as often as it is told to, then says when more is due."""

    def __init__(self, failures: int, due: int | None) -> None:
        self.failures, self.due, self.done = failures, due, 0

    async def __call__(self) -> int | None:
        self.done += 1
        if self.done <= self.failures:
            raise OSError("the disk is away")
        return self.due


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that a job would have slept, three times; then it is stopped."""
    seconds: list[float] = []

    async def sleep(duration: float) -> None:
        seconds.append(duration)
        if len(seconds) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(jobs.asyncio, "sleep", sleep)  # type: ignore[attr-defined]  # time itself is no object of ours
    return seconds


async def done(work: Work) -> None:
    with pytest.raises(asyncio.CancelledError):
        await keep_doing(Job("test", work), lambda: 1000)


async def test_a_job_sleeps_until_the_next_due_row(slept: list[float]) -> None:
    """Neither earlier nor much later."""
    await done(Work(0, due=1007))
    assert slept == [7, 7, 7]


@pytest.mark.parametrize(("due", "seconds"), [(None, 60), (99_999, 60), (900, 0)])
async def test_a_job_looks_at_the_database_at_least_once_a_minute(
    slept: list[float], due: int | None, seconds: float
) -> None:
    """A clock that was set, or a row that came from elsewhere, is noticed within a minute; what is late is done now."""
    await done(Work(0, due))
    assert slept == [seconds] * 3


async def test_a_job_outlives_whatever_goes_wrong_in_it(slept: list[float], caplog: pytest.LogCaptureFixture) -> None:
    """A failure is logged, and the job is tried again in half a minute."""
    work = Work(2, due=1001)
    await done(work)
    assert (slept, work.done) == ([30, 30, 1], 3)
    assert "the job test failed" in caplog.text
