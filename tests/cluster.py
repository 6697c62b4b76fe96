"""A real Dask cluster on the loopback interface: a scheduler, and workers that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def begin(*arguments: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
        cwd="/",
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def scheduling(folder: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    file = folder / "scheduler.json"
    process = begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    while not (file.exists() and file.read_text().rstrip().endswith("}")):  # it is there before it is whole
        assert process.poll() is None
        time.sleep(0.05)
    yield json.loads(file.read_text())["address"]
    process.kill()
    process.wait()


@contextmanager
def working(scheduler: str, folder: Path, **environment: str) -> Iterator[list[subprocess.Popen]]:
    """Two workers, each with one thread."""
    (folder / "elsewhere").mkdir()
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder / "dask"))
    own = {"TMPDIR": str(folder / "elsewhere"), **environment}
    processes = [begin("worker", scheduler, *options, **own) for _ in range(2)]
    from distributed import Client

    with Client(scheduler) as client:
        client.wait_for_workers(2, timeout=60)
    yield processes
    for process in processes:
        process.kill()
        process.wait()
    with Client(scheduler) as client:
        while client.scheduler_info()["workers"]:
            time.sleep(0.05)


class Killing(Executor):
    """An executor that kills a process as soon as the first of its work is done."""

    def __init__(self, executor: Executor, process: subprocess.Popen) -> None:
        self.executor, self.process = executor, process

    def submit(self, *work: Any) -> Future:
        future = self.executor.submit(*work)
        future.add_done_callback(lambda done: self.process.kill())
        return future
