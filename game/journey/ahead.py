"""What will be needed soon is worked out in a thread while the person reads, so that the window never waits for it."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class Soon(Generic[T]):
    """A value that is being worked out."""

    def __init__(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> None:
        self._work = thread.submit(work)

    @property
    def ready(self) -> bool:
        """Whether `get` answers at once."""
        return self._work.done()

    def get(self) -> T:
        """The value; waits for it when it must. What the work raised is raised here."""
        return self._work.result()


def load() -> None:
    """Load what no first frame needs: numpy with the grids of scoring, the example offers, their basins, departments.

    What is loaded stays to the end: the collector of dead objects need not look through it during a visit.
    """
    # Not at the top: this module is loaded before the first frame.
    from game.journey.measured import grids
    from scenarios.departments import departments
    from scenarios.offers import asked_region, example_offers

    asked_region()
    departments()
    example_offers()
    grids()
    gc.collect()
    gc.freeze()
