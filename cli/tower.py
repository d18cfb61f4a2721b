"""`envol tower`: the adviser's pages, in the browser of this machine."""

import argparse
import asyncio
import http.client
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import add_db, base_of
from cli.drawing import draw, print_again
from cli.rescoring import Rescoring
from cli.trial import OPEN, PLAYED, TrialRoom, end_with_parent
from tower.thrift import one_heap

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

    from export.store.server import Base
    from tower.house import House, TrialGuest
    from tower.porch import Behind

ADDRESS = "127.0.0.1"
PAGES_PORT, TRIAL_PAGES_PORT = 47470, 47480
"""Where the pages answer, so that a bookmark lives; the next free port where another program has it."""
NEXT_PORTS = 9
ASKED_AGAIN, AGAIN_S = 8, 1.0
"""How often a tower that is opening is asked whether it is there, and how many seconds between."""
CLOSES_AFTER_S = 1.0
"""From the page that says that the tower closes to its end: its letters and colours are asked for after it."""
STATIONS_PORT = 47471
"""Where posts speak to the tower: signed and sealed, on the room's network."""
TRIAL = "trial-robots.db"
"""The trial room's base, beside the one of people."""
PEOPLE = 12
"""Robots that have played in a trial room, one a seat. Twice as many took twice as long, and a group's report told no
more of them: it speaks of a part only where ten are in it and ten are not."""


def add(commands: Commands) -> None:
    """`tower`."""
    parser = commands.add("tower", "tower.cli.about", serve)
    add_db(parser, commands.say)
    parser.add_argument("--port", type=port, help=commands.say("tower.cli.port", port=PAGES_PORT))
    parser.add_argument("--robots", action="store_true", help=commands.say("tower.cli.robots"))
    parser.add_argument("--beside", action="store_true", help=commands.say("tower.cli.beside"))
    parser.add_argument("--back", default="", help=argparse.SUPPRESS)
    parser.add_argument("--once", action="store_true", help=commands.say("tower.cli.once"))
    parser.add_argument("--no-stations", action="store_true", help=commands.say("tower.cli.no_port"))
    parser.add_argument(
        "--stations-port", type=port, default=STATIONS_PORT,
        help=commands.say("tower.cli.stations_port", port=STATIONS_PORT),
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help=commands.say("tower.cli.quiet"))


def port(text: str) -> int:
    """A port that anybody may listen at."""
    number = int(text)
    if not 1024 <= number <= 65535:
        raise ValueError(text)
    return number


def serve(options: argparse.Namespace, voice: Voice) -> int:
    """Answer until Ctrl+C. Status 1 and a sentence where the base or the port cannot be had."""
    from game.station.home import default_folder

    if options.once and opened_already():
        # Opened by a double click, and once more by another: two towers would share one base and one port of posts.
        webbrowser.open(f"http://{ADDRESS}:{PAGES_PORT}/")
        return DONE
    one_heap()
    if options.beside:
        end_with_parent()
    base = base_of(options.db or default_folder() / (TRIAL if options.robots else "matching.db"))
    if options.robots and not fill(base, voice, beside=options.beside):
        return PROBLEMS
    try:
        listening = listen(options.port) if options.port else free(TRIAL_PAGES_PORT if options.robots else PAGES_PORT)
    except OSError:
        print(voice.say("tower.cli.taken", port=options.port or PAGES_PORT), file=sys.stderr)
        return PROBLEMS
    try:
        room = trial_room(base, voice, options.back) if options.robots else None
        if not options.port and not options.robots and listening.getsockname()[1] != PAGES_PORT:
            print(voice.say("tower.cli.moved", port=PAGES_PORT, own=listening.getsockname()[1]), flush=True)
        # The posts of robots are in this process: their port is no business of the network.
        posts = None if options.no_stations else (ADDRESS, 0) if room else ("0.0.0.0", options.stations_port)
        return _answer(listening, base, voice, TowerOpening(options.quiet, posts, room, options.beside))
    finally:
        listening.close()


def opened_already() -> bool:
    """Whether a tower of this machine has its own port: one that a double click has just begun is waited for."""
    for _ in range(ASKED_AGAIN):
        try:
            listen(PAGES_PORT).close()
        except OSError:
            if answers(PAGES_PORT):
                return True
            time.sleep(AGAIN_S)
        else:
            return False
    return False


def answers(number: int) -> bool:
    """Whether a tower answers at a port of this machine: it has our sign."""
    own = (Path(__file__).parents[1] / "tower" / "static" / "icon.svg").read_bytes()
    asked = http.client.HTTPConnection(ADDRESS, number, timeout=2)
    try:
        asked.request("GET", "/static/icon.svg")
        return asked.getresponse().read(len(own) + 1) == own
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


@dataclass(frozen=True, slots=True)
class RoomOfRobots:
    """A trial room that is ready: who tries it, its sitting, where its keys are, its workshops."""

    guest: "TrialGuest"
    day: str
    home: Path
    circuit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TowerOpening:
    """How a tower opens. `posts`: the address and port that posts speak to, None for none; `beside`: another tower
    opened it and reads its lines."""

    quiet: bool
    posts: tuple[str, int] | None
    room: RoomOfRobots | None = None
    beside: bool = False


def trial_room(base: "Base", voice: Voice, back: str) -> RoomOfRobots:
    """A base of robots with all that a first start and a sitting ask. `back`: the tower that opens it, "" for none."""
    from export.store.beside import home_beside
    from export.store.opening import open_base
    from export.store.server import beside
    from lab.trial_room import GUEST, GUEST_PIN, OTHER, furnish
    from tower.house import TrialGuest, machine_now
    from tower.pages.days import circuit_first

    home, circuit = home_beside(beside(base)), tuple(circuit_first())
    with open_base(base, kind="demo") as store:
        day = furnish(store, home, voice, circuit, machine_now())
    return RoomOfRobots(TrialGuest(GUEST, GUEST_PIN, back, OTHER), day, home, circuit)


def fill(base: "Base", voice: Voice, people: int = PEOPLE, *, beside: bool = False) -> bool:
    """Let robots play into a base of robots where there is none yet; whether all went well. Never among people.

    A room that was ended while they played goes on at the next start: a file beside the base says that it is not full.
    """
    from export.store.beside import home_beside
    from export.store.opening import open_base
    from export.store.server import beside as path_beside
    from export.store.store import StoreError
    from lab.demo import land_visits
    from lab.trial_room import SEATS, disperse, gather, seat_folder, seats
    from lab.trial_visits import trial_visits, workshops_of
    from tower.house import machine_now
    from tower.pages.days import circuit_first
    from tower.review import installed

    fresh, home = isinstance(base, Path) and not base.exists(), home_beside(path_beside(base))
    visits = trial_visits(people, installed(), circuit_first())
    try:
        with open_base(base, kind="demo") as store:
            fresh = fresh or (not isinstance(base, Path) and store.first_row("select 1 from packets") is None)
            held = int(store.rows("select count(*) as n from candidates where kind='demo'")[0]["n"])
            seats(store, home, voice, machine_now())
            begun = filling(base)
            fresh = fresh or (begun is not None and begun.exists())
            if fresh:
                if begun is not None:
                    begun.touch()
                gather(store, home, voice, tuple(workshops_of(visits)) or tuple(circuit_first()), machine_now())
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return False
    landed = True
    # Where they were cut off, those that lack play.
    for at, visit in list(enumerate(visits))[held:] if fresh else []:
        print(f"{PLAYED} {at} {people}" if beside else voice.say("tower.cli.robots_play", n=at + 1, of=people),
              flush=True)  # fmt: skip
        post = seat_folder(home, at % SEATS + 1)
        landed = landed and all(went for _, went in land_visits([visit], base, voice, post))
    if fresh:
        with open_base(base, kind="demo") as store:
            disperse(store, machine_now())
    if begun is not None:
        begun.unlink(missing_ok=True)
    return landed


def filling(base: "Base") -> Path | None:
    """The file beside a base of robots that stands while they play; None on a server."""
    return base.with_name(f"{base.name}.filling") if isinstance(base, Path) else None


def listen(port: int, address: str = ADDRESS) -> socket.socket:
    """A socket, of this machine alone unless it is said, at a port (0: a free one). Raises OSError: it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # There the same word would let a second program take the port from under us.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(64)
    except OSError:
        listening.close()
        raise
    return listening


def free(first: int) -> socket.socket:
    """A socket at a port, or at the next one that is free, or at any. Raises OSError where there is none at all."""
    for number in range(first, first + NEXT_PORTS):
        # The port of the posts is kept for them.
        if number != STATIONS_PORT:
            with suppress(OSError):
                return listen(number)
    return listen(0)


def _answer(listening: socket.socket, base: "Base", voice: Voice, opening: TowerOpening) -> int:
    from cli.erasing import machine_beside
    from tower.door import doors
    from tower.house import Elsewhere, new_house
    from tower.pages.doors import FIRST
    from tower.porch import Porch
    from tower.serving import pages_server

    number = listening.getsockname()[1]
    address = f"http://{ADDRESS}:{number}/"
    trial = TrialRoom(address)
    elsewhere = Elsewhere(trial, draw, partial(Rescoring, base), partial(print_again, base))
    house = new_house(base, voice, machine_beside(), elsewhere)
    room = opening.room
    house.guest = room.guest if room else None
    # Opened before anything answers, by the thread that makes the pages: what is wrong with it is one sentence here.
    house.open()
    app = Porch(doors(house, number, FIRST), partial(_behind, house, number))
    first = f"{address}days/{room.day}" if room else address
    print(f"{OPEN} {first}" if opening.beside else voice.say("tower.cli.here", address=address), flush=True)
    if not opening.quiet:
        threading.Timer(0.3, webbrowser.open, (first,)).start()
    server = pages_server(app)
    house.end = partial(close_soon, server)
    with ExitStack() as open_:
        open_.callback(trial.close)
        posts = _posts(*opening.posts, voice) if opening.posts else None
        if posts is not None:
            house.stations_at = open_.enter_context(posts).getsockname()[1]
            if room is not None:
                open_.callback(_robots_speak(room, house.stations_at))
        try:
            asyncio.run(both(server, listening, app.port, posts))
        except KeyboardInterrupt:
            return DONE
    return DONE


def close_soon(server: "Server") -> None:
    """Have the pages end as Ctrl+C ends them: with the base, the port of the posts and the trial room."""

    def end() -> None:
        server.should_exit = True

    timer = threading.Timer(CLOSES_AFTER_S, end)
    timer.daemon = True
    timer.start()


def _robots_speak(room: RoomOfRobots, number: int) -> Callable[[], None]:
    """The posts of the robots begin to speak; what ends them."""
    from lab.trial_room import RobotSeats

    return RobotSeats(room.home, number, room.circuit).close


def _behind(house: "House", number: int) -> "Behind":
    """Everything but the door: loaded in a thread, once the first page stands."""
    from tower.app import make_app, warm
    from tower.parcels import Parcels
    from tower.porch import Behind
    from tower.port import StationPort

    pages = make_app(house, number)
    return Behind(pages, StationPort(house.held.radar, house.organisation_key, Parcels(house)), warm)


def _posts(address: str, number: int, voice: Voice) -> socket.socket | None:
    """The socket that posts speak to; None, and a sentence, where it is taken."""
    try:
        return listen(number, address)
    except OSError:
        print(voice.say("tower.cli.no_stations", port=number), file=sys.stderr)
        return None


async def both(pages: "Server", here: socket.socket, port: "ASGIApp", posts: socket.socket | None) -> None:
    """The pages, and beside them the port of the posts: in one loop, closed together."""
    from tower.serving import posts_server

    if posts is None:
        await pages.serve(sockets=[here])
        return
    beside = posts_server(port)
    # Ctrl+C is the pages' to hear: they then close this one.
    serving = asyncio.create_task(beside._serve([posts]))
    try:
        await pages.serve(sockets=[here])
    finally:
        beside.should_exit = True
        await serving
