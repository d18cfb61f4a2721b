"""The system's screen reader, one more reader of the tree: it is told what changed, and what it asks for is pressed."""

import sys
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import pygame

from game.screen import navigate
from game.screen.nodes import Rect, Screen
from game.voice.telling import Teller
from game.window.aloud import WindowVoice
from game.window.app import WindowApp
from game.window.paint import WIDTH
from game.window.plugged import Plugged
from game.window.window import Window

if TYPE_CHECKING:
    from game.screen.described import Described, Description
    from game.window.bridge import SystemLine

NO_SCREEN = ("dummy", "offscreen")
"""Drivers of SDL that show nothing: nobody sits there."""
DrawnArea = tuple[float, float, float]
"""Where a screen is drawn: pixels a design unit, from how many pixels of the window on, its height in design units."""
Wish = tuple[str, str]
"""What a reader asks for, "press" or "focus", and the id of the node."""


class ScreenReader:
    """What is told of one window. Until a reader listens it costs a look at one word a frame."""

    def __init__(self) -> None:
        self.listens = False
        """Whether a reader listens; set from a thread of the library."""
        self._fresh = True
        """Whether it has been told nothing yet; set from there too: one may go and come between two frames."""
        self.trouble = ""
        """Why nothing more is told, "" while all is well."""
        self._bridge: SystemLine | None = None
        self._asked: SimpleQueue[tuple[str, int]] = SimpleQueue()
        self._teller = Teller()
        self._news, self._turn = "", 0
        self._last: tuple[Screen, str, int, DrawnArea] | None = None
        self._numbers: dict[str, int] = {}
        self._sent: dict[str, Described] = {}
        self._ids: dict[int, str] = {}
        self._has_keys = False

    def open(self, window: int = 0) -> None:
        """Make this window known to the system; `window` is its handle on Windows. Where the library is not, nothing
        is: `envol doctor` says so."""
        try:
            # Not at the top: the first frame does not wait for it, and a machine may lack it.
            from game.window.bridge import SystemLine
        except ImportError as error:
            self.trouble = str(error)
            return
        try:
            self._bridge = SystemLine(self._listening, lambda wish, number: self._asked.put((wish, number)), window)
        except BaseException as error:
            self._broke(error)

    def _listening(self, listens: bool) -> None:
        self._fresh = self.listens = listens

    def _broke(self, error: BaseException) -> None:
        """A fault of the library is no Exception (PanicException): it ends the telling and never the game."""
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise error
        self.trouble, self.listens, self._bridge = f"{type(error).__name__}: {error}", False, None

    def focused(self, has_keys: bool) -> None:
        """Whether the window has the keys."""
        if self._bridge is not None and has_keys != self._has_keys:
            self._has_keys = has_keys
            try:
                self._bridge.focused(has_keys)
            except BaseException as error:
                self._broke(error)

    def tell(self, screen: Screen, focus: str, now_ms: float, place: DrawnArea) -> None:
        """Tell a reader that listens what changed since the last time."""
        if not self.listens:
            return
        if self._fresh:
            self._fresh, self._last = False, None
        if news := self._teller.news(screen, "", now_ms):
            self._news, self._turn = news, self._turn + 1
        now = screen, focus, self._turn, place
        if now == self._last:
            return
        whole = self._last is None
        moved = self._last is not None and self._last[3] != place
        self._last = now
        if whole or moved:
            self._sent = {}
        # Not at the top either: what is asked for before the first frame is as little as can be.
        from game.screen.described import described

        area = Rect(0, 0, WIDTH, place[2])
        self._send(described(screen, focus, area, self._news, self._turn), place, whole=whole)

    def _send(self, description: "Description", place: DrawnArea, *, whole: bool) -> None:
        from game.window.bridge import node_of

        if self._bridge is None:
            return
        parts = {part.key: part for part in description.parts}
        changed = [
            (self._number(key), node_of(part, [*map(self._number, part.children)], *place[:2]))
            for key, part in parts.items()
            if self._sent.get(key) != part
        ]
        self._ids = {self._number(key): part.id for key, part in parts.items() if part.id}
        self._sent = parts
        try:
            self._bridge.send(changed, self._number(description.focus), whole=whole)
            if whole:
                self._stands()
        except BaseException as error:
            self._broke(error)

    def _number(self, key: str) -> int:
        """The number of a thing, the same as long as the window is there; the root, asked for first, is `ROOT`."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def moved(self) -> None:
        """The window is elsewhere on the screen, or has another size."""
        if self.listens:
            try:
                self._stands()
            except BaseException as error:
                self._broke(error)

    def _stands(self) -> None:
        if self._bridge is not None:
            window = pygame.Window.from_display_module()
            self._bridge.stands(*window.position, *window.size)

    def wishes(self) -> Iterable[Wish]:
        """What a reader asked for since the last time, of things that are still there."""
        while True:
            try:
                wish, number = self._asked.get_nowait()
            except Empty:
                return
            if id := self._ids.get(number):
                yield wish, id


class ReadableWindow(Window):
    """A window that the system's screen reader finds: its tree, its focus, what is said, and presses asked for."""

    def __init__(
        self, app: WindowApp, size: tuple[int, int] | None = None, voice: WindowVoice | None = None,
        plugged: Plugged | None = None,
    ) -> None:  # fmt: skip
        self.reader, self._known = ScreenReader(), False
        super().__init__(app, size, voice, plugged)
        if sys.platform == "win32":
            self._known = True
            # There a window becomes known only while it is not seen.
            window = pygame.Window.from_display_module()
            window.hide()
            try:
                self.reader.open(int(pygame.display.get_wm_info()["window"]))
            finally:
                window.show()

    @property
    def read_elsewhere(self) -> bool:
        """Whether a screen reader listens."""
        return self.reader.listens

    def _hear(self, events: Iterable[pygame.event.Event]) -> None:
        heard = tuple(events)
        super()._hear(heard)
        if any(event.type in (pygame.WINDOWMOVED, pygame.VIDEORESIZE) for event in heard):
            self.reader.moved()
        for wish, id in self.reader.wishes():
            if self.app.running:
                self._grant(wish, id)

    def _grant(self, wish: str, id: str) -> None:
        """What a reader asks for is the same press as Enter on that node, or the same step as an arrow to it."""
        if id not in {n.id for n in navigate.reachable(self.screen)}:
            return
        self.app.alive()
        self.moves.skip()
        if wish == "press" and not self.heed.hears(self._now_ms()):
            return
        self._by_keys = self._rings = True
        self._stranded = self._passing = False
        self.focus = id
        if wish == "press":
            self.app.used("keyboard")
        self._act(id, wish)
        self._settle()

    def _show(self) -> None:
        super()._show()
        if not self.app.running:
            return
        if self.drawn and not self._known:
            self._known = True
            if pygame.display.get_driver() not in NO_SCREEN:
                self.reader.open()
        self.reader.focused(pygame.key.get_focused())
        place = (self.surface.get_width() / WIDTH, self.left, self.painter.height)
        self.reader.tell(self.screen, self.focus, self._now_ms(), place)
