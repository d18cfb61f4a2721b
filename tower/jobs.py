"""Long work beside the pages: one thread each, with a connection of its own; what it gave is kept until the next."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from export.store.opening import open_base
from export.store.server import Base
from export.store.store import Store
from scenarios.refusal import Refusal
from tower.thrift import give_back

JobOutcome = Mapping[str, Any]


@dataclass(slots=True)
class Job:
    """One kind of work. `outcome`: what it gave last, None before; `problem`: the sentence that says why nothing."""

    thread: threading.Thread | None = None
    outcome: JobOutcome | None = None
    problem: str = ""
    done: int = 0
    """How far it is, in what it counts."""
    forgotten: bool = False
    """Somebody was erased while it was under way: what it gives is not kept."""

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.thread is not None and self.thread.is_alive()


class Jobs:
    """The work of a base, by name. Each runs once at a time; none holds the program open when it ends."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._jobs: dict[str, Job] = {}

    def of(self, name: str) -> Job:
        """How a piece of work stands."""
        return self._jobs.setdefault(name, Job())

    def start(self, name: str, work: Callable[[Store, Callable[[int], None]], JobOutcome]) -> None:
        """Begin it, unless it is under way. `work` is given the base and whom to tell how far it is."""
        job = self.of(name)
        if job.running:
            return
        job.done, job.forgotten = 0, False

        def note_part(done: int) -> None:
            job.done = done

        def run() -> None:
            try:
                # Its rows were held against their seals when the tower opened it: nothing runs here before that.
                with open_base(self.base, make=False, checked=False) as store:
                    outcome = work(store, note_part)
                job.outcome, job.problem = None if job.forgotten else outcome, ""
            except (Refusal, OSError) as error:
                job.problem = error.key if isinstance(error, Refusal) else "store.file"
            give_back()

        job.thread = threading.Thread(target=run, name=f"tower-{name}", daemon=True)
        job.thread.start()

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return any(job.running for job in self._jobs.values())

    def drop(self, name: str) -> None:
        """Keep nothing of a piece of work that is done."""
        self._jobs.pop(name, None)

    def forget(self) -> None:
        """Keep nothing of what was made: somebody was erased."""
        for job in self._jobs.values():
            job.forgotten = True
        self._jobs = {name: job for name, job in self._jobs.items() if job.running}
