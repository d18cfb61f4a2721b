"""Connections that keep a port waiting, over real sockets: silent, slow, many of one address. Who asks is served."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send
from test_tower_radar import ORGANISATION, hail, known
from tower_kit import Clock, house_of, ready
from uvicorn import Server

import tower.port
from cli.ports import listen
from export.packets.knocks import KNOCK_BYTES, Knock
from lab.waiting import until
from tower.app import make_app
from tower.parcels import Parcels
from tower.port import StationPort
from tower.radar import Radar
from tower.serving import PAGES, POSTS, Bounds, pages_server, posts_server

CROWD = 250
LONG_S = 600.0
"""No test lasts so long: what is bounded by it is not bounded by time."""
WAIT_S = 20.0
AROUND = range(1, 41)
"""The posts of a room."""


@dataclass(frozen=True)
class Port:
    """A port that answers: where, by what, and a good request of a post or of a browser, with its answer."""

    number: int
    server: Server
    good: Callable[[int], int]
    status: int

    bounds: Bounds

    def open_of(self) -> int:
        """How many connections it has."""
        return len(self.server.server_state.connections)


@contextmanager
def answering_at(server: Server, here: socket.socket) -> Iterator[int]:
    """A server in a thread; its port."""
    number = here.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [here]}, daemon=True)
    thread.start()
    try:
        yield number
    finally:
        server.should_exit = True
        thread.join(10)
        here.close()


@contextmanager
def opened(which: str, folder: Path, change: Callable[[Bounds], Bounds]) -> Iterator[Port]:
    """The port of forty posts, or the pages of a base, with bounds of the test's own."""
    here = listen(0)
    number = here.getsockname()[1]
    if which == "posts":
        station = StationPort(Radar(lambda: 100.0, lambda: known(*AROUND)), lambda: ORGANISATION)
        server = posts_server(station, change(POSTS))
    else:
        house = house_of(ready(folder / "m.db"), Clock())
        server = pages_server(make_app(house, number), change(PAGES))
    with answering_at(server, here):
        if which == "posts":
            yield Port(number, server, lambda n: asked(number, "POST", "/hail", hail(n)), 204, change(POSTS))
        else:
            yield Port(number, server, lambda n: asked(number, "GET", "/enter", b""), 200, change(PAGES))


def asked(number: int, method: str, path: str, body: bytes) -> int:
    """The status of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=WAIT_S)
    try:
        connection.request(method, path, body or None)
        return connection.getresponse().status
    finally:
        connection.close()


def crowd(held: ExitStack, number: int, said: bytes = b"", many: int = CROWD, of: str = "127.0.0.1") -> None:
    """Many connections that say a little, or nothing, and stay."""
    for _ in range(many):
        silent = held.enter_context(socket.create_connection(("127.0.0.1", number), WAIT_S, (of, 0)))
        with suppress(OSError):
            silent.sendall(said)


def dribbled(connection: socket.socket, sign: bytes) -> bool:
    """Whether the tower closes a connection that sends a byte again and again, and so is never silent for long."""

    def refused() -> bool:
        try:
            connection.sendall(sign)
        except ConnectionError:
            return True
        return False

    return until(refused, WAIT_S, 0.02) is not None


both = pytest.mark.parametrize("which", ["posts", "pages"])
BEGUN = b"POST /hail HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n"


@both
@pytest.mark.parametrize("said", [b"", b"POST /hail HTTP/1.1\r\nHost:"], ids=["silent", "half"])
def test_silent_connections_take_no_place(which: str, said: bytes, tmp_path: Path) -> None:
    """Where no time would close them: who asks gets the place of one who does not, forty times of forty."""
    with opened(which, tmp_path, lambda b: replace(b, headers_s=LONG_S)) as port, ExitStack() as held:
        crowd(held, port.number, said)
        assert until(lambda: port.open_of() >= min(port.bounds.most, port.bounds.each), WAIT_S) is not None
        for n in AROUND:
            assert port.good(n) == port.status
            crowd(held, port.number, said, 2)
        assert port.open_of() <= port.bounds.most


@both
def test_silent_connections_are_closed_by_time(which: str, tmp_path: Path) -> None:
    """Where no bound is reached: none of them is left after its seconds, and nobody else was in the way."""
    roomy = {"most": 2 * CROWD, "each": 2 * CROWD}
    with opened(which, tmp_path, lambda b: replace(b, headers_s=0.3, **roomy)) as port, ExitStack() as held:
        crowd(held, port.number)
        assert port.good(1) == port.status
        assert until(lambda: port.open_of() == 0, WAIT_S) is not None
        assert port.good(2) == port.status


@both
def test_headers_that_dribble_are_closed(which: str, tmp_path: Path) -> None:
    """A byte now and then wins no time: of a first request, nor of the next one on a connection that was answered."""
    with opened(which, tmp_path, lambda b: replace(b, headers_s=0.4)) as port:
        with socket.create_connection(("127.0.0.1", port.number), WAIT_S) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nX: ")
            assert dribbled(slow, b"x")
        with socket.create_connection(("127.0.0.1", port.number), WAIT_S) as slow:
            slow.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\n\r\n")
            assert slow.recv(1 << 16).startswith(b"HTTP/1.1 403")
            assert dribbled(slow, b"G")


@both
def test_a_connection_that_is_kept_for_the_next_request_is_kept(which: str, tmp_path: Path) -> None:
    """Headers have their time, a rest between two requests is none of theirs."""
    with opened(which, tmp_path, lambda b: replace(b, headers_s=0.3)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port.number, timeout=WAIT_S)
        path, method = ("/hail", "POST") if which == "posts" else ("/enter", "GET")
        connection.connect()
        first = connection.sock
        for n in (1, 2, 3):
            connection.request(method, path, hail(n) if which == "posts" else None)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == port.status
            time.sleep(0.6)
        assert connection.sock is first
        connection.close()


def test_bodies_that_do_not_come_take_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers whole, and not a byte after them: who brings a body is served meanwhile, and their time ends too."""
    monkeypatch.setattr(tower.port, "READ_S", LONG_S)
    with opened("posts", tmp_path, lambda b: replace(b, headers_s=LONG_S)) as port, ExitStack() as held:
        crowd(held, port.number, BEGUN)
        for n in AROUND:
            assert port.good(n) == port.status
            crowd(held, port.number, BEGUN, 2)


@both
def test_a_body_that_trickles_is_left(which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answered after its time, byte after byte or not; and what trickles after the answer is closed."""
    monkeypatch.setattr(tower.port, "READ_S", 0.3)
    with opened(which, tmp_path, lambda b: replace(b, rest_s=0.3)) as port:
        begun = BEGUN.replace(b"500", b"5000")
        with socket.create_connection(("127.0.0.1", port.number), WAIT_S) as slow:
            slow.sendall(begun)
            assert dribbled(slow, b"x")


def test_a_crowd_of_one_address_leaves_the_others_alone(tmp_path: Path) -> None:
    """A post that is slow to speak keeps its place, whatever another machine opens meanwhile."""
    with opened("posts", tmp_path, lambda b: replace(b, headers_s=LONG_S)) as port, ExitStack() as held:
        slow = held.enter_context(socket.create_connection(("127.0.0.1", port.number), WAIT_S))
        try:
            for of in ("127.0.0.2", "127.0.0.3"):
                crowd(held, port.number, of=of)
        except OSError:
            pytest.skip("this machine has one address of its own alone")
        assert until(lambda: port.open_of() == port.bounds.most, WAIT_S) is not None
        sealed = hail(1)
        slow.sendall(BEGUN.replace(b"500", str(len(sealed)).encode()) + sealed)
        assert slow.recv(1 << 16).startswith(b"HTTP/1.1 204")


class Welcoming(Parcels):
    """Knows every post by its first bytes."""

    known = False

    def may_bring(self, head: bytes) -> Knock:
        self.known = True
        return Knock(head[:8].hex(), 1000, "", known=True)

    def take(self, head: bytes, knock: Knock, sealed: bytes) -> bytes:
        return b"receipt"


def test_a_packet_of_a_known_post_keeps_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes in slowly, from the very address that opens connections without end; it is all heard."""
    monkeypatch.setattr(tower.port, "READ_S", LONG_S)
    parcels = Welcoming(house_of(tmp_path / "m.db", Clock()))
    station = StationPort(Radar(lambda: 100.0, dict), lambda: ORGANISATION, parcels)
    server, here = posts_server(station, replace(POSTS, headers_s=LONG_S)), listen(0)
    begun = BEGUN.replace(b"hail", b"packet").replace(b"500", str(KNOCK_BYTES + 1000).encode())
    with answering_at(server, here) as number, ExitStack() as held:
        slow = held.enter_context(socket.create_connection(("127.0.0.1", number), WAIT_S))
        slow.sendall(begun + b"x" * KNOCK_BYTES)
        assert until(lambda: parcels.known, WAIT_S) is not None
        more = BEGUN.replace(b"x", b"x" * 2000) + b"x" * 400
        for _ in range(3):
            crowd(held, number, more, POSTS.each)
            assert until(lambda: len(server.server_state.tasks) >= POSTS.each, WAIT_S) is not None
        slow.sendall(b"x" * 1000)
        assert slow.recv(1 << 16).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("build", [pages_server, posts_server])
def test_who_takes_nothing_of_an_answer_is_left(build: Callable[..., Server]) -> None:
    """An answer that nobody reads is held some seconds, then given up."""

    async def much(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(400):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    server, here = build(much, replace(PAGES, taken_s=0.3)), listen(0)
    with answering_at(server, here) as number, socket.create_connection(("127.0.0.1", number), WAIT_S) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until(lambda: len(server.server_state.connections) == 1, WAIT_S) is not None
        assert until(lambda: not server.server_state.connections, WAIT_S) is not None
