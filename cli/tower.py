"""`envol tower`: the adviser's pages, in the browser of this machine."""

import argparse
import asyncio
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.by_hand import refuse_unwritten, show_other, show_tower, show_wrong, why
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import add_db, base_of
from cli.drawing import draw, print_again
from cli.ports import ADDRESS, PAGES_PORT, TRIAL_PAGES_PORT, free, listen, tower_at, tower_soon
from cli.rescoring import Rescoring
from cli.trial import OPEN, PLAYED, TrialRoom, end_with_parent
from scenarios.refusal import Refusal
from tower import STATIONS_PORT
from tower.thrift import one_heap

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

    from export.store.server import Base
    from tower.house import House, TrialGuest
    from tower.porch import Behind

CLOSES_AFTER_S = 1.0
"""From the page that says that the tower closes to its end: its letters and colours are asked for after it."""
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
    """Answer until Ctrl+C. Status 1 and a sentence where the base or the port cannot be had.

    Whoever opened it by a double click (`--once`) reads that sentence in the browser, or in a box.
    """
    try:
        return _serve(options, voice)
    except Exception as error:
        if options.once and not options.quiet:
            show_wrong(why(error, voice), voice)
        raise


def _serve(options: argparse.Namespace, voice: Voice) -> int:
    """The same. Raises Refusal, OSError."""
    from game.station.home import default_folder
    from tower.house import mark_of

    base = base_of(options.db or default_folder() / (TRIAL if options.robots else "matching.db"))
    # Opened once more, by a double click or a command: two towers would share one base and one port of posts. Who names
    # a port asks for a second one; a room of robots is in nobody's way.
    leads = options.once or not (options.port or options.robots)
    if leads and (there := tower_soon(mark_of(base))) is not None:
        return lead_to(f"http://{ADDRESS}:{there}/", options, voice)
    if options.once:
        refuse_unwritten(base)
    one_heap()
    if options.beside:
        end_with_parent()
    if options.robots and not fill(base, voice, beside=options.beside):
        return PROBLEMS
    try:
        listening = listen(options.port) if options.port else free(TRIAL_PAGES_PORT if options.robots else PAGES_PORT)
    except OSError as error:
        raise Refusal("tower.cli.taken", port=options.port or PAGES_PORT) from error
    try:
        room = trial_room(base, voice, options.back) if options.robots else None
        if not options.port and not options.robots and listening.getsockname()[1] != PAGES_PORT:
            print(voice.say("tower.cli.moved", port=PAGES_PORT, own=listening.getsockname()[1]), flush=True)
        # The posts of robots are in this process: their port is no business of the network.
        posts = None if options.no_stations else (ADDRESS, 0) if room else ("0.0.0.0", options.stations_port)
        opening = TowerOpening(options.quiet, posts, room, options.beside, options.once)
        return _answer(listening, base, voice, opening)
    finally:
        listening.close()


def lead_to(address: str, options: argparse.Namespace, voice: Voice) -> int:
    """Say where the tower of this base is open, and show it there."""
    print(voice.say("tower.cli.already", address=address), flush=True)
    if not options.quiet and options.once:
        show_other(address, voice)
    elif not options.quiet:
        webbrowser.open(address)
    return DONE


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
    opened it and reads its lines; `by_hand`: a double click did, and nobody reads any line."""

    quiet: bool
    posts: tuple[str, int] | None
    room: RoomOfRobots | None = None
    beside: bool = False
    by_hand: bool = False


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


def _answer(listening: socket.socket, base: "Base", voice: Voice, opening: TowerOpening) -> int:
    from cli.erasing import machine_beside
    from tower.door import doors
    from tower.house import OFF, Elsewhere, new_house
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
        begin: Callable[[], object] = partial(webbrowser.open, first)
        if opening.by_hand:
            begin = partial(show_tower, first, voice, lambda: app.seen)
        threading.Timer(0.3, begin).start()
    server = pages_server(app)
    house.end = partial(close_soon, server)
    with ExitStack() as open_:
        open_.callback(trial.close)
        posts = _posts(*opening.posts, voice) if opening.posts else None
        if posts is None:
            house.unheard, house.heard_at = who_hears(base, number) if opening.posts else (OFF, "")
        else:
            house.stations_at = open_.enter_context(posts).getsockname()[1]
            if room is not None:
                open_.callback(_robots_speak(room, house.stations_at))
        try:
            asyncio.run(both(server, listening, app.port, posts))
        except KeyboardInterrupt:
            return DONE
    return DONE


def who_hears(base: "Base", own: int) -> tuple[str, str]:
    """Why this tower, at a port of its own, found the port of the posts taken: another tower of this base, and its
    address; else some program, and nothing."""
    from tower.house import OTHER, TAKEN, mark_of

    there = tower_at(mark_of(base), own)
    return (OTHER, f"http://{ADDRESS}:{there}/") if there is not None else (TAKEN, "")


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
