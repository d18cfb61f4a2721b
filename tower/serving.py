"""How the two ports are served, and what holds them open: a connection has its time and its place, whoever opened it.

uvicorn counts silent connections among those it serves and gives their first words no time: some two hundred of them,
which say nothing and cost nothing, would shut a port for good. Here a request has seconds to begin and to end its
headers, and where a port is full the newest connection gets the place of one that keeps the tower waiting.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import h11
from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from scenarios.room import ENDED, GONE, HOLDS

HEADERS_S = 5.0
"""From the connection, or the first byte after an answer, to the end of a request's headers."""
KNOWN = "known"
"""In the state of a request: who brings it is known by a signature, and keeps the place."""
LINE = "line"
"""In the state of a request: whom to tell how the connection of a post stands, which is kept from hail to hail."""
LEAST_HAILS = 2
"""A post that hangs up after each hail (an older game) keeps no line: what its connections do says nothing."""
LINE_S = 900
"""For how long a line is kept on which nothing is said: whether it holds is what is asked of it."""
KEPT = {"TCP_KEEPIDLE": 3, "TCP_KEEPINTVL": 1, "TCP_KEEPCNT": 5, "TCP_USER_TIMEOUT": 8_000}
"""A line is asked by this machine's own network whether the other end is there: after 3 s, each second, five times. The
last is of Linux alone: what was on its way as the network was cut is given up as soon."""
NEEDED = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a port: connections open at once (`each`: of one address), and seconds.

    `headers_s`: until a request's headers are whole; `rest_s`: for what is left of a body that was answered before its
    end; `taken_s`: for who takes nothing of what is answered. A body has its time where it is read.
    """

    most: int
    each: int
    rest_s: float
    headers_s: float = HEADERS_S
    taken_s: float = 60.0


PAGES = Bounds(most=100, each=100, rest_s=60.0)
"""All of them come from this machine: a bound of each address would say nothing more."""
POSTS = Bounds(most=200, each=100, rest_s=30.0, taken_s=10.0)
"""Forty posts may stand behind one address, each with a hail and a packet at once."""


def pages_server(app: ASGIApp, bounds: Bounds = PAGES) -> Server:
    """What serves the pages."""
    _keep_words_out()
    return Server(Config(
        app, loop="asyncio", http=_bounded(bounds), ws="none", lifespan="on", log_config=None, access_log=False,
        server_header=False, proxy_headers=False, timeout_keep_alive=15, workers=1,
        h11_max_incomplete_event_size=32_000, timeout_graceful_shutdown=2,
    ))  # fmt: skip


def posts_server(port: ASGIApp, bounds: Bounds = POSTS) -> Server:
    """What serves the port of the posts."""
    _keep_words_out()
    return Server(Config(
        port, interface="asgi3", loop="asyncio", http=_bounded(bounds), ws="none", lifespan="off", log_config=None,
        access_log=False, server_header=False, date_header=False, proxy_headers=False, timeout_keep_alive=5,
        h11_max_incomplete_event_size=4_000, timeout_graceful_shutdown=1,
    ))  # fmt: skip


def _keep_words_out() -> None:
    for name in ("uvicorn.error", "asyncio"):
        logging.getLogger(name).addFilter(wordless)


def wordless(record: logging.LogRecord) -> bool:
    """Of what broke, the kind and the places in the program: its own words may quote what somebody typed."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        places, at = [], error.__traceback__
        while at is not None:
            places.append(f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}")
            at = at.tb_next
        record.msg, record.args = f"{type(error).__name__}: {' '.join(places)}", ()
        record.exc_info = record.exc_text = None
    return True


def _bounded(given: Bounds) -> type[H11Protocol]:
    class OfThisPort(_Bounded):
        bounds = given

    return OfThisPort


class _Bounded(H11Protocol):
    """A connection that is closed where it keeps the tower waiting, and where its place is needed."""

    bounds: Bounds
    began = 0.0
    came = 0
    """Bytes of the request under way."""
    _due: asyncio.TimerHandle | None = None
    _due_for = 0.0
    _untaken: asyncio.TimerHandle | None = None
    line: Callable[[str], None] | None = None
    """Whom to tell how the line of a post stands; None for every other connection."""
    hails = 0
    _hung_up = False
    """Whether the other end said that it is the last."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """It has a place, and from now on its time."""
        super().connection_made(transport)
        self.began = self.loop.time()
        self._watch()
        _make_room(self)

    def data_received(self, data: bytes) -> None:
        """Some bytes more: dribbled headers win no time by them."""
        self.came += len(data)
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer went out: what comes next is another request."""
        self.came = 0
        self.began = self.loop.time()
        self._keep_line()
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """More is answered than is taken: from now on it has its time."""
        super().pause_writing()
        self._untaken = self._untaken or self.loop.call_later(self.bounds.taken_s, self.leave)

    def resume_writing(self) -> None:
        """What was answered is taken."""
        super().resume_writing()
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None

    def _keep_line(self) -> None:
        """Where a post was heard a second time on one connection, it keeps a line: it may be silent on it, and whether
        it holds is then asked below our own words."""
        listener = self.scope["state"].get(LINE) if self.scope is not None else None
        if listener is None:
            return
        self.hails += 1
        if self.line is None and self.hails >= LEAST_HAILS and watched(self.transport):
            self.line, self.timeout_keep_alive = listener, LINE_S
        if self.line is not None:
            self.line(HOLDS)

    def eof_received(self) -> None:
        """The other end hangs up: its game, or the machine for a game that has ended."""
        self._hung_up = True

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone, with its times."""
        if self.line is not None:
            reset = isinstance(exc, ConnectionResetError | BrokenPipeError)
            self.line(ENDED if self._hung_up or reset else GONE if isinstance(exc, OSError) else "")
        super().connection_lost(exc)
        self._forget()
        if self._untaken is not None:
            self._untaken.cancel()

    def leave(self) -> None:
        """Close it at once, and count it no more."""
        self.connections.discard(self)
        self.transport.abort()

    @property
    def answering(self) -> bool:
        """Whether the headers of a request are here, and its answer is not yet given."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def keeps_waiting(self) -> tuple[bool, int, float] | None:
        """Who leaves first where there is no place: nothing asked, then least that came, then longest; None: never."""
        to_take = self.transport.get_write_buffer_size() > 0
        if not self.answering:
            return to_take, 0, self.began
        coming = self.cycle.more_body and not self.scope["state"].get(KNOWN)
        return (True, self.came, self.began) if to_take or coming else None

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more was asked: what was answered before may still be on its way."""
        super().timeout_keep_alive_handler()
        self._watch()

    def _watch(self) -> None:
        """Time runs for who has asked nothing yet; between two requests uvicorn's own does until a byte comes."""
        between = self.timeout_keep_alive_task is not None and not self.transport.is_closing()
        seconds = self._seconds()
        if self.answering or between:
            self._forget()
        elif self._due is None or self._due_for != seconds:
            self._forget()
            self._due, self._due_for = self.loop.call_later(seconds, self.leave), seconds

    def _seconds(self) -> float:
        if self.transport.is_closing():
            return self.bounds.taken_s
        resting = self.cycle is not None and self.conn.their_state is h11.SEND_BODY
        return self.bounds.rest_s if resting else self.bounds.headers_s

    def _forget(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None


def watched(transport: asyncio.Transport) -> bool:
    """Have this machine's network ask whether the other end of a connection is there; whether it can."""
    here, known = transport.get_extra_info("socket"), vars(socket)
    if here is None or not all(name in known for name in NEEDED):
        return False
    try:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in KEPT.items():
            if name in known:
                here.setsockopt(socket.IPPROTO_TCP, known[name], value)
    except OSError:
        return False
    return True


def _make_room(newest: _Bounded) -> None:
    """Where too many are open, of one address or in all, who keeps the tower waiting leaves, of those with the most."""
    others = [held for held in newest.connections if isinstance(held, _Bounded) and held is not newest]
    by_address: dict[str, list[_Bounded]] = {}
    for held in others:
        by_address.setdefault(_address(held), []).append(held)
    crowd = by_address.get(_address(newest), [])
    if len(crowd) < newest.bounds.each:
        if len(others) < newest.bounds.most:
            return
        fullest = max(map(len, by_address.values()))
        crowd = [held for group in by_address.values() if len(group) == fullest for held in group]
    leaving = [(key, held) for held in crowd if (key := held.keeps_waiting) is not None]
    (min(leaving, key=lambda pair: pair[0])[1] if leaving else newest).leave()


def _address(connection: _Bounded) -> str:
    return connection.client[0] if connection.client else ""
