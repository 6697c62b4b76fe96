"""Many runs on all cores, or wherever an executor runs them: in order, and no more at a time than memory has room for.

Owns what is begun when, the order of the results, and who is told of progress. Knows nothing of what a run is.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from typing import Protocol, TypeVar

Chunk = TypeVar("Chunk")
Found = TypeVar("Found")

#: Chunks that are begun or wait, for each core.
WAITING = 3


class Progress(Protocol):
    """What shows how far a sweep is, such as a bar of tqdm."""

    def update(self, n: int) -> object:
        """So many runs more are done."""

    def close(self) -> object:
        """All are done, or no more will be."""


def each_of(
    chunks: Iterable[tuple[int, Chunk]],
    run: Callable[[Chunk], Found],
    total: int,
    executor: Executor | None,
    progress: Callable[..., Progress] | None,
) -> Iterator[Found]:
    """Yield what `run` gives of each of `chunks`, which come with how many of `total` runs each has, in their order.

    Runs are made in threads on all cores, or in the workers of `executor`. Where one fails, what waits is cancelled.
    """
    with ExitStack() as stack:
        bar = progress(total=total) if progress else None
        if bar:
            stack.callback(bar.close)
        if executor is None:
            executor = stack.enter_context(ThreadPoolExecutor(os.cpu_count()))
        for many, found in _in_order(executor, iter(chunks), run):
            yield found
            if bar:
                bar.update(many)


def _in_order(
    executor: Executor, chunks: Iterator[tuple[int, Chunk]], run: Callable[[Chunk], Found]
) -> Iterator[tuple[int, Found]]:
    """Run chunks, so many at a time that memory is bounded; yield how many runs each had, and what it gave."""
    waiting: deque[tuple[int, Future[Found]]] = deque()
    try:
        while True:
            for many, chunk in islice(chunks, WAITING * (os.cpu_count() or 1) - len(waiting)):
                waiting.append((many, executor.submit(run, chunk)))
            if not waiting:
                return
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        for _, future in waiting:
            future.cancel()
