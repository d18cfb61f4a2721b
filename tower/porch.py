"""The door stands at once: the pages behind it are loaded in a thread once the first page was given, and waited for."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from tower.guard import MARK

AT_ONCE = ("/", "/enter", "/first", MARK)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the door: the pages, what hears the posts, and what may be made ready before it is asked."""

    pages: ASGIApp
    port: ASGIApp
    warm: Callable[[], None]


class Porch:
    """ASGI: the first pages, then all of them."""

    def __init__(self, first: ASGIApp, load: Callable[[], Behind]) -> None:
        """`first` answers the first pages, and opens and closes the house; `load` is called once, in a thread."""
        self._first, self._load = first, load
        self._behind: Behind | None = None
        self._wrong: Exception | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="porch", daemon=True)
        self._begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page: at once where it is one of the first, else once all are there."""
        if scope["type"] != "http":
            await self._first(scope, receive, send)
        elif self._behind is None and scope["method"] == "GET" and at_once(scope["path"]):
            await self._first(scope, receive, send)
            # A program that asks which tower this is reads no page.
            if scope["path"] != MARK:
                self.begin()
        else:
            await (await self.behind()).pages(scope, receive, send)

    @property
    def seen(self) -> bool:
        """Whether a browser has asked for a page."""
        return self._begun

    async def port(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What posts send: heard once all is there."""
        await (await self.behind()).port(scope, receive, send)

    def begin(self) -> None:
        """Load what stands behind, unless that was begun."""
        if not self._begun:
            self._begun = True
            self._thread.start()

    async def behind(self) -> Behind:
        """What stands behind the door, once it is there. Raises what loading it raised."""
        self.begin()
        if not self._ready.is_set():
            await asyncio.to_thread(self._ready.wait)
        if self._behind is None:
            raise RuntimeError("the pages could not be loaded") from self._wrong
        return self._behind

    def _run(self) -> None:
        try:
            self._behind = self._load()
        except Exception as error:
            self._wrong = error
        finally:
            self._ready.set()
        if self._behind is not None:
            self._behind.warm()


def at_once(path: str) -> bool:
    """Whether a page needs nothing but the door."""
    return path in AT_ONCE or path.startswith("/static/")
