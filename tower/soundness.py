"""Whether the base is as it was written: looked at beside the first page, known before anything is shown."""

import threading
from collections.abc import Callable

from scenarios.refusal import Refusal


class SoundCheck:
    """One look at a whole base, in a thread of its own with a connection of its own."""

    def __init__(self, look: Callable[[], bool]) -> None:
        """`look`: whether it is sound; it may raise `Refusal` with what to do."""
        self.sound = False
        self.problem: Refusal | None = None
        self._look = look
        self._thread = threading.Thread(target=self._run, name="soundness", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it is known."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Return once it is known."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self.sound = self._look()
        except Refusal as error:
            self.problem = error
