"""What may wait for a disk, a database or a printer is done beside the window, which goes on drawing."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Work(Generic[T]):
    """One thing being done in a thread of its own, which no end of the program waits for."""

    def __init__(self, do: Callable[[], T]) -> None:
        self._do = do
        self._results: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._do())
        except BaseException as error:
            # Raised again where the person's way is, so that nothing fails in silence.
            self._error = error

    def over(self) -> bool:
        return not self._thread.is_alive()

    def get(self) -> T:
        """What came of it; waits for the end. What went wrong is raised here."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._results[0]
