"""Scheduled jobs wake on time, survive failures and end with their tasks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot.core import jobs
from bot.core.clock import WatchedClock
from bot.core.errors import UserError
from bot.core.jobs import Job, check_clock, run_forever


class Work:
    """Fails a given number of times, then says when more is due."""

    def __init__(self, failures: int, due: int | None, failure: Exception | None = None) -> None:
        self.failures, self.due, self.done = failures, due, 0
        self.failure = failure or OSError("the disk is away")

    async def __call__(self) -> int | None:
        self.done += 1
        if self.done <= self.failures:
            raise self.failure
        return self.due


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list that gets the durations of a job's first three sleeps. The third one stops the job."""
    seconds: list[float] = []

    async def sleep(duration: float) -> None:
        seconds.append(duration)
        if len(seconds) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(jobs.asyncio, "sleep", sleep)  # type: ignore[attr-defined]  # the module's import of asyncio
    return seconds


async def run_until_stopped(work: Work) -> None:
    with pytest.raises(asyncio.CancelledError):
        await run_forever(Job("test", work), lambda: 1000)


async def test_a_job_sleeps_until_the_next_due_row(sleeps: list[float]) -> None:
    """A row that is due in seven seconds makes the job sleep for seven seconds."""
    await run_until_stopped(Work(0, due=1007))
    assert sleeps == [7, 7, 7]


@pytest.mark.parametrize(("due", "seconds"), [(None, 60), (99_999, 60), (900, 0)])
async def test_a_job_looks_at_the_database_at_least_once_a_minute(
    sleeps: list[float], due: int | None, seconds: float
) -> None:
    """A job sleeps for at most a minute, and not at all if its work is overdue."""
    await run_until_stopped(Work(0, due))
    assert sleeps == [seconds] * 3


async def test_a_job_survives_its_failures(sleeps: list[float], caplog: pytest.LogCaptureFixture) -> None:
    """A failure is logged, and the job runs again after half a minute."""
    work = Work(2, due=1001)
    await run_until_stopped(work)
    assert (sleeps, work.done) == ([30, 30, 1], 3)
    assert "job failed job=test" in caplog.text


async def test_a_job_does_not_wait_long_for_a_busy_database(sleeps: list[float]) -> None:
    """If the database is busy, the job runs again after one second, then two, then four."""
    work = Work(3, due=1001, failure=UserError("core.not-saved"))
    await run_until_stopped(work)
    assert (sleeps, work.done) == ([1, 2, 4], 3)


class Rounds:
    """Counts its runs, and never says when more is due."""

    def __init__(self) -> None:
        self.done = 0

    async def __call__(self) -> int | None:
        self.done += 1
        return None


async def run_ready_tasks(count: int = 20) -> None:
    """Let every ready task run."""
    for _ in range(count):
        await asyncio.sleep(0)


@asynccontextmanager
async def running_job(job: Job) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(run_forever(job, lambda: 1000))
    await run_ready_tasks()
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_job_is_woken_early() -> None:
    """Two wake-ups at once end the sleep and cause one more round."""
    rounds = Rounds()
    job = Job("test", rounds)
    async with running_job(job):
        for expected in (2, 3):
            job.wake()
            job.wake()
            await run_ready_tasks()
            assert rounds.done == expected


async def test_a_later_row_does_not_wake_a_job() -> None:
    """A wake-up for when the sleep ends anyway is ignored. One for a second earlier ends the sleep."""
    rounds = Rounds()
    job = Job("test", rounds)
    async with running_job(job):
        job.wake(1060)
        await run_ready_tasks()
        assert rounds.done == 1
        job.wake(1059)
        await run_ready_tasks()
        assert rounds.done == 2


async def test_a_wake_up_during_work_is_not_lost() -> None:
    """A row that arrives while the rows are being read does not wait for the next minute."""
    done: list[None] = []

    async def work() -> int | None:
        done.append(None)
        if len(done) == 1:
            job.wake()
            await run_ready_tasks()
        return None

    job = Job("test", work)
    async with running_job(job):
        await run_ready_tasks(60)
        assert len(done) == 2


async def test_a_job_woken_while_it_is_cancelled_still_ends() -> None:
    """A wake-up never swallows a cancellation."""
    job = Job("test", Rounds())
    async with running_job(job) as task:
        job.wake()
        task.cancel()
        await run_ready_tasks()
        assert task.cancelled()


async def test_a_task_holds_up_neither_the_job_nor_another_task() -> None:
    """A hanging task blocks nothing else. A key has one task at a time, and the end of a task wakes the job."""
    rounds, free = Rounds(), asyncio.get_running_loop().create_future()
    job = Job("test", rounds)

    async def hanging() -> None:
        await free

    async def quick() -> None:
        await asyncio.sleep(0)

    async with running_job(job):
        assert job.start_task("a", hanging)
        assert not job.start_task("a", hanging)
        assert job.start_task("b", quick)
        await run_ready_tasks()
        assert (rounds.done, job.has_tasks) == (2, True)
        free.set_result(None)
        await run_ready_tasks()
        assert (rounds.done, job.has_tasks) == (3, False)


async def test_a_row_read_before_its_task_ended_starts_no_second_task() -> None:
    """If a task ended after the rows were read, it is not started again before they are read anew."""
    row, started, job = {"is_due": True}, [], Job("test", Rounds())

    async def task() -> None:
        started.append("a")
        await asyncio.sleep(0)
        row["is_due"] = False

    async def work() -> int | None:
        is_due = row["is_due"]
        if job.has_tasks:
            await run_ready_tasks()
        if is_due:
            job.start_task("a", task)
            job.wake()
        return None

    job.work = work
    async with running_job(job):
        await run_ready_tasks(100)
    assert (started, row) == (["a"], {"is_due": False})


async def test_a_failed_task_is_not_retried_at_once(sleeps: list[float], caplog: pytest.LogCaptureFixture) -> None:
    """The failure is logged, and the job sleeps for half a minute."""
    job = Job("test", Rounds())

    async def broken() -> None:
        raise OSError("the line is dead")

    job.start_task("a", broken)
    with suppress(asyncio.CancelledError):
        await run_forever(job, lambda: 1000)
    assert 30 in sleeps
    assert "job task failed job=test task=a" in caplog.text


async def test_tasks_end_with_their_job() -> None:
    """When a job ends, a task that is nearly done finishes, and one that hangs is cancelled."""
    job, finished = Job("test", Rounds()), []

    async def quick() -> None:
        await asyncio.sleep(0.05)
        finished.append("quick")

    async def hanging() -> None:
        await asyncio.sleep(30)
        finished.append("hanging")

    async with running_job(job):
        job.start_task("a", quick)
        job.start_task("b", hanging)
    assert (finished, job.has_tasks) == (["quick"], False)


class SetClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000

    def __call__(self) -> int:
        return self.now


@asynccontextmanager
async def checked_job(job: Job, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Run a job while its clock is checked continuously, and stop both at the end."""
    monkeypatch.setattr(jobs, "CLOCK_CHECK_SECONDS", 0.0)
    watched = WatchedClock(clock)
    tasks = [asyncio.create_task(work) for work in (run_forever(job, watched), check_clock([job], watched))]
    await run_ready_tasks()
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize(("step", "is_woken"), [(59, False), (60, True), (86_400, True), (-1, False), (-60, True)])
async def test_changing_the_clock_ends_a_sleep(step: int, is_woken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A jump of a minute or more wakes the job once. A jump back by as much is also reported once."""
    rounds, clock = Rounds(), SetClock()
    job = Job("test", rounds)
    async with checked_job(job, clock, monkeypatch):
        assert rounds.done == 1
        clock.now += step
        await run_ready_tasks()
        assert rounds.done == 1 + is_woken
        await run_ready_tasks()
        assert rounds.done == 1 + is_woken
        assert job.clock_was_set_back() is (step == -60)
        assert not job.clock_was_set_back()
