"""What may wait for a disk, a database or a printer is done beside the window, which goes on drawing."""

import threading
from collections.abc import Callable

from game.journey.way import Move


class Work:
    """One thing being done. `move` gives where the way goes on once it is over, or raises what went wrong."""

    def __init__(self, do: Callable[[], Move]) -> None:
        self._do = do
        self._move: Move | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._move = self._do()
        except BaseException as error:
            # Raised again where the person's way is, so that nothing fails in silence.
            self._error = error

    def over(self) -> bool:
        return not self._thread.is_alive()

    def move(self) -> Move:
        """Where to go on; waits for the end."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._move is not None
        return self._move
