"""A real engine for the tests: a scheduler and its workers, each in a process of its own, on this machine alone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client
from pg_kit import cluster

from export.store.opening import open_base
from export.store.server import Server
from export.store.store import Store
from lab.region import engine


class DaskEngine:
    """A scheduler and some workers, each in a process of its own, on this machine alone."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        dask = [sys.executable, "-m", "dask"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file)]
        self.all = [subprocess.Popen([*dask, "scheduler", *words], env=env, **quiet)]  # type: ignore[call-overload]
        self.address = self._address()
        words = [self.address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        words += ["--local-directory", str(folder)]
        self.workers = [subprocess.Popen([*dask, "worker", *words], env=env, **quiet) for _ in range(workers)]  # type: ignore
        self.all += self.workers

    def _address(self) -> str:
        for _ in range(3000):
            if self.file.exists() and self.file.read_text().strip().endswith("}"):
                return str(json.loads(self.file.read_text())["address"])
            time.sleep(0.1)
        raise AssertionError("the scheduler did not start")

    def ready(self) -> None:
        """Wait until all work."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=300)

    def end(self) -> None:
        """End all that was started."""
        for one in self.all:
            one.kill()
            one.wait()


@contextmanager
def working(folder: Path, workers: int = 2) -> Iterator[DaskEngine]:
    """An engine whose workers work, ended afterwards."""
    made = DaskEngine(folder, workers)
    try:
        made.ready()
        yield made
    finally:
        made.end()


def without_engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An empty base on the server, and one that is a file (`m.db`) beside, where no engine is waited for long."""
    monkeypatch.setattr(engine, "WAIT_S", 1)
    monkeypatch.setenv("ENVOL_HOME", str(folder))
    empty = cluster().lent(folder)
    open_base(empty).close()
    Store.open(folder / "m.db").close()
    return empty
