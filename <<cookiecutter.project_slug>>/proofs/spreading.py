"""Work spread over this machine's cores, with one bar for all of it where somebody watches."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

import click

T = TypeVar("T")
Tick = Callable[[int], None]
_counter: Any = None


def cores() -> int:
    """How many processes are worth starting."""
    return min(os.cpu_count() or 1, 8)


def shares(total: int, number: int) -> list[int]:
    """A total cut into as many nearly equal parts."""
    return [total // number + (part < total % number) for part in range(number)]


@contextmanager
def bar(label: str, length: int) -> Iterator[Tick]:
    """A progress bar on a terminal; elsewhere only its label."""
    with click.progressbar(length=length, label=label, file=sys.stderr) as shown:
        yield shown.update


def spread(
    label: str, length: int, work: Callable[..., T], arguments: Sequence[tuple[Any, ...]]
) -> list[T]:
    """Call `work` with each of the arguments, each call in a process of its own.

    `work` calls `tick()` for each of the `length` units it has done. Raises what a call raised.
    """
    context = multiprocessing.get_context("spawn")
    counter = context.Value("L", 0)
    with (
        bar(label, length) as tell,
        ProcessPoolExecutor(len(arguments), context, _remember, (counter,)) as pool,
    ):
        calls = [pool.submit(work, *each) for each in arguments]
        _watch(calls, counter, tell)
        return [call.result() for call in calls]


def tick(number: int = 1) -> None:
    """So many more units are done. Outside `spread` it does nothing."""
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += number


def _remember(counter: Any) -> None:
    global _counter
    _counter = counter


def _watch(calls: list[Future[T]], counter: Any, tell: Tick) -> None:
    told = 0
    unfinished: set[Future[T]] = set(calls)
    while unfinished:
        unfinished = wait(unfinished, timeout=0.2).not_done
        done = counter.value
        tell(done - told)
        told = done
