"""What stands in the window while the game is loaded behind it, and what is said there when it cannot open."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from game.scenes.frame import HANGAR, floor
from game.screen import kit
from game.screen.hands import DeviceTrouble, Miss
from game.screen.kept import Kept
from game.screen.motion import Cue
from game.screen.nodes import Box, Node, Rect, Screen
from game.screen.scene import Comfort, Look

T = TypeVar("T")
CARD = Rect(580, 760, 760, 132)
TALL = Rect(260, 380, 1400, 400)
CLOSE = Rect(660, 820, 600, 120)


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Why nothing opens: the sentence for who sits there, "" where only who typed the command needs one; and the status."""

    status: int
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class OpeningScreen(Generic[T]):
    """Implements `window.app.WindowApp`: a calm screen until `work`, done in a thread, is over; it begins once that stands.

    `closed`: somebody closed the window meanwhile.
    """

    def __init__(self, language: str, work: Callable[[], T]) -> None:
        self.comfort = Comfort(language)
        self.running = True
        self.closed = False
        self._work = work
        self._stands = False
        self._thread: threading.Thread | None = None
        self._answers: list[T] = []
        self._failed: BaseException | None = None
        self._refused: NotOpened | None = None
        self._kept = Kept()

    def get(self) -> T:
        """What the work made; waits for it. What it raised is raised here."""
        if self._thread is None:
            self._begin()
        assert self._thread is not None
        self._thread.join()
        if self._failed is not None:
            raise self._failed
        return self._answers[0]

    def refuse(self, why: NotOpened) -> None:
        """Say from now on why the game does not open, until it is read."""
        self._refused, self.running = why, True

    def _begin(self) -> None:
        # Nobody waits for it when the window is closed before: it may end with the program.
        self._thread = threading.Thread(target=self._do, name="opening", daemon=True)
        self._thread.start()

    def _do(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:  # it is raised where the work is asked for
            self._failed = error

    # What the window asks and says.

    def screen(self, look: Look) -> Screen:
        """One sentence over the hangar, where the welcome will stand; why not, and a way out, where it will not.

        The very same screen each time: what is drawn of it would be taken from what is loaded meanwhile.
        """
        return self._kept.get("screen", (look, self._refused), lambda: self._laid(look))

    def _laid(self, look: Look) -> Screen:
        if self._refused is None:
            return self._said(look, "opening", look.t("opening.says"), CARD, ())
        why = look.t(f"{self._refused.key}.says", **self._refused.values)
        close = kit.button(look, "close", look.t("opening.close"), CLOSE, style="primary", size=34, enter=True)
        return self._said(look, "refused", why, TALL, (close,))

    def _said(self, look: Look, name: str, text: str, card: Rect, buttons: tuple[Node, ...]) -> Screen:
        size = kit.fitted(look, text, 34, (card.w - 96, card.h - 48), True)
        height = len(look.wrap(text, size, card.w - 96, True)) * look.line_height(size)
        words, _ = kit.paragraph(
            look, card.x + 48, card.centre[1] - height / 2, card.w - 96, text, size, colour="white", bold=True, anchor="centre"
        )
        read = Node("says", "status", text, card, (Box(card, "ink", 24, alpha=240), *words), spoken=text)
        focus = buttons[0].id if buttons else ""
        return Screen(name, look.t("opening.title"), (read, *buttons), (HANGAR, *floor(look)), (), say=text, focus_first=focus)

    def act(self, node: str, action: str) -> None:
        """The way out, once it is there."""
        if node == "close" and action == "press":
            self.running = False

    def frame(self, seconds: float) -> None:
        """The first frame stands; then the work begins, and once it is over this ends."""
        if self._thread is None and self._stands:
            self._begin()
        self._stands = True
        if self._refused is None and self._thread is not None and not self._thread.is_alive():
            self.running = False

    def quit_asked(self) -> None:
        """The window's cross."""
        self.running, self.closed = False, True

    def drag(self, node: str, x: float, y: float, stage: str) -> None:
        """Nothing here is dragged."""

    def key(self, name: str) -> None:
        """No key of its own."""

    def advance(self, ticks: int) -> None:
        """Nothing here has a time."""

    def alive(self) -> None:
        """Nobody is waited for."""

    def heard(self) -> None:
        """Nobody is waited for."""

    def used(self, device: str) -> None:
        """Of no person yet."""

    def missed(self, miss: Miss) -> None:
        """No press is waited for."""

    def trouble(self, trouble: DeviceTrouble) -> None:
        """Of no person yet."""

    def sounds(self) -> tuple[str, ...]:
        """Nothing is heard."""
        return ()

    def force(self) -> float:
        """No hand presses."""
        return 0.0

    def air(self) -> float:
        """No workshop is near."""
        return 0.0

    def cues(self) -> tuple[Cue, ...]:
        """Nothing moves."""
        return ()
