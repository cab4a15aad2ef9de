"""Searches of large indexes run in threads, one at a time."""

import asyncio
import threading
import time

import pytest

from bot.films.service.serial_executor import SerialExecutor


async def test_calculations_run_one_at_a_time_in_other_threads() -> None:
    """Calls that are made together run one after the other, in order, and never in the event loop's thread."""
    executor, is_free, order = SerialExecutor(), threading.Lock(), list[int]()

    def calculate(number: int) -> threading.Thread:
        assert is_free.acquire(blocking=False), "two calculations ran at the same time"
        time.sleep(0.005)
        order.append(number)
        is_free.release()
        return threading.current_thread()

    threads = await asyncio.gather(*(executor.run(calculate, number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]
    assert threading.current_thread() not in threads


async def test_an_error_reaches_only_its_own_caller() -> None:
    """A calculation that fails raises its error for its caller, and the next one runs."""
    executor = SerialExecutor()
    failed, result = await asyncio.gather(executor.run(int, "x"), executor.run(int, "7"), return_exceptions=True)
    assert isinstance(failed, ValueError)
    assert result == 7


async def test_a_caller_who_gives_up_while_waiting_costs_nothing() -> None:
    """A calculation whose caller was cancelled before its turn does not run."""
    executor, may_end, ran = SerialExecutor(), threading.Event(), list[str]()
    first = asyncio.create_task(executor.run(may_end.wait, 5))
    second = asyncio.create_task(executor.run(ran.append, "second"))
    await asyncio.sleep(0)
    second.cancel()
    may_end.set()
    assert await first
    with pytest.raises(asyncio.CancelledError):
        await second
    assert ran == []


async def test_a_cancelled_caller_keeps_the_turn_until_its_thread_ends() -> None:
    """A thread cannot be stopped, so the next calculation waits for it even if nobody wants its result any more."""
    executor, has_begun, may_end, ran = SerialExecutor(), threading.Event(), threading.Event(), list[str]()

    def first() -> None:
        has_begun.set()
        may_end.wait(5)
        ran.append("first")

    running = asyncio.create_task(executor.run(first))
    await asyncio.to_thread(has_begun.wait, 5)
    running.cancel()
    waiting = asyncio.create_task(executor.run(ran.append, "second"))
    await asyncio.sleep(0.02)
    assert ran == []
    may_end.set()
    await waiting
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ran == ["first", "second"]
